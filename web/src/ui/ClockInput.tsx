import { DatePicker, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { isDateOnly, now, onPicker, useIsPhone } from '@/lib';
import { takesTyped } from './DayInput';

type Props = {
  value?: Dayjs | null;
  onChange?: (value: Dayjs | null) => void;
  id?: string;
  /** The time of day alone, on the day that the value already has. */
  timeOnly?: boolean;
  /** No later day is offered; one that is typed is for the field's rule. */
  past?: boolean;
  placeholder?: string;
  'aria-label'?: string;
};

const NATIVE_DAY = 'YYYY-MM-DD';
const NATIVE_TIME = 'HH:mm';

/** What the phone's own control answers; empty or half typed is nothing. */
export function fromNative(text: string, before: Dayjs | null | undefined, timeOnly: boolean): Dayjs | null {
  if (timeOnly) {
    if (!/^\d{2}:\d{2}/.test(text)) return null;
    return onPicker(`${(before ?? now()).format(NATIVE_DAY)}T${text}`);
  }
  return isDateOnly(text.slice(0, 10)) && text.length >= 16 ? onPicker(text) : null;
}

/** A day with a time of day. On a phone it is the phone's own control: a calendar with wheels fits no thumb. */
export function ClockInput({ value, onChange, id, timeOnly = false, past, placeholder, ...aria }: Props) {
  const phone = useIsPhone();
  if (phone) {
    const day = timeOnly ? '' : `${NATIVE_DAY}T`;
    return (
      <Input
        {...aria}
        id={id}
        type={timeOnly ? 'time' : 'datetime-local'}
        value={value?.format(`${day}${NATIVE_TIME}`) ?? ''}
        max={past && !timeOnly ? now().format(`${day}${NATIVE_TIME}`) : undefined}
        onChange={(event) => onChange?.(fromNative(event.target.value, value, timeOnly))}
      />
    );
  }
  return (
    <DatePicker
      {...aria}
      id={id}
      picker={timeOnly ? 'time' : 'date'}
      showTime={timeOnly ? undefined : { format: NATIVE_TIME }}
      format={timeOnly ? NATIVE_TIME : `${NATIVE_DAY} ${NATIVE_TIME}`}
      needConfirm={!timeOnly}
      placeholder={placeholder}
      value={value}
      {...takesTyped({ maxDate: past ? now() : undefined, onChange })}
      style={{ width: '100%' }}
    />
  );
}
