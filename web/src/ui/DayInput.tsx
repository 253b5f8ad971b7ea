import { DatePicker, type DatePickerProps } from 'antd';
import type { Dayjs } from 'dayjs';

type Bounds = { minDate?: Dayjs; maxDate?: Dayjs; onChange?: (value: Dayjs | null) => void };
type Props = Bounds &
  Pick<DatePickerProps, 'id' | 'autoFocus' | 'defaultOpen' | 'allowClear' | 'placeholder' | 'aria-label'> & {
    value?: Dayjs | null;
  };

const dayIn = (clock: Dayjs) => clock.format('YYYY-MM-DD');

/**
 * For a `DatePicker` with bounds: a day beyond them that is typed stays. By itself the widget would go back to the day before
 * without a word; this way the rule of the field says what is wrong.
 */
export function takesTyped({ minDate, maxDate, onChange }: Bounds) {
  return {
    minDate,
    maxDate,
    onChange: (next: Dayjs | null) => onChange?.(next),
    onCalendarChange: (next: Dayjs | Dayjs[] | null) => {
      if (!next || Array.isArray(next)) return;
      const late = maxDate && dayIn(next) > dayIn(maxDate);
      const early = minDate && dayIn(next) < dayIn(minDate);
      if (late || early) onChange?.(next);
    },
  };
}

/** A day. One outside its bounds can be typed, but not chosen. */
export function DayInput({ minDate, maxDate, onChange, ...rest }: Props) {
  return <DatePicker {...rest} {...takesTyped({ minDate, maxDate, onChange })} style={{ width: '100%' }} />;
}
