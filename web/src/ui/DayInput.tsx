import { DatePicker, type DatePickerProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type KeyboardEvent, useState } from 'react';

type Bounds = { minDate?: Dayjs; maxDate?: Dayjs; onChange?: (value: Dayjs | null) => void };
type Props = Bounds &
  Pick<
    DatePickerProps,
    'id' | 'autoFocus' | 'defaultOpen' | 'allowClear' | 'placeholder' | 'size' | 'className' | 'aria-label'
  > & {
    value?: Dayjs | null;
    /** What cannot be read as a day is told as an invalid one, for whoever can say what is wrong. */
    strict?: boolean;
  };

/** As people write days. The widget reads only the first: it would take `2026-11-1` for a day while `2026-11-12` is typed. */
const FORMATS = [
  'YYYY-MM-DD',
  'YYYY-M-D',
  'YYYY/M/D',
  'YYYY/MM/DD',
  'YYYY.M.D',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'YYYY年M月D日',
];

function dayOf(typed: string): Dayjs | undefined {
  return FORMATS.map((format) => dayjs(typed, format, true)).find((day) => day.isValid());
}

const dayIn = (clock: Dayjs) => clock.format('YYYY-MM-DD');

const isDay = (day: Dayjs, other?: Dayjs | null) => other != null && dayIn(day) === dayIn(other);

/** For a `DatePicker` in a form: Enter takes the day that was typed, and does not send the form. */
export function takesEnter(event: KeyboardEvent) {
  if (event.key === 'Enter') event.preventDefault();
}

/**
 * For a `DatePicker` with bounds: a day beyond them that is typed stays. By itself the widget would go back to the day before
 * without a word; this way the rule of the field says what is wrong.
 */
export function takesTyped({ minDate, maxDate, onChange }: Bounds) {
  return {
    minDate,
    maxDate,
    onKeyDown: takesEnter,
    onChange: (next: Dayjs | null) => onChange?.(next),
    onCalendarChange: (next: Dayjs | Dayjs[] | null) => {
      if (!next || Array.isArray(next)) return;
      const late = maxDate && dayIn(next) > dayIn(maxDate);
      const early = minDate && dayIn(next) < dayIn(minDate);
      if (late || early) onChange?.(next);
    },
  };
}

/** A day. One outside its bounds can be typed, but not chosen; what cannot be read stays as it was typed, in red. */
export function DayInput({ minDate, maxDate, onChange, value, strict = false, ...rest }: Props) {
  // The widget keeps what is typed only as long as its value stays.
  const [shown, setShown] = useState(value);
  if (value ? value.isValid() && !isDay(value, shown) : value !== shown) setShown(value);
  const [unread, setUnread] = useState(false);
  const tell = (day: Dayjs | null) => {
    setUnread(false);
    onChange?.(day);
  };
  return (
    <DatePicker
      {...rest}
      {...takesTyped({ minDate, maxDate, onChange: tell })}
      value={shown}
      preserveInvalidOnBlur
      status={unread ? 'error' : undefined}
      onBlur={({ target }) => {
        // The calendar's buttons lose the focus as well.
        if (!(target instanceof HTMLInputElement)) return;
        const typed = target.value.trim();
        const day = dayOf(typed);
        if (day && !isDay(day, shown)) return tell(day);
        // What could not be read was told as an invalid day; nothing is no longer that.
        if (!typed && value && !value.isValid()) return tell(null);
        setUnread(typed !== '' && !day);
        if (strict && typed && !day) onChange?.(dayjs(null));
      }}
      style={{ width: '100%' }}
    />
  );
}
