import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import type { Birthday } from './types';

export type BirthdayValue = {
  calendar: 'solar' | 'lunar';
  year?: number | null;
  month?: number | null;
  day?: number | null;
  leap?: boolean;
};

type Props = {
  value?: BirthdayValue;
  onChange?: (value: BirthdayValue) => void;
  /** All of its parts are left. */
  onBlur?: () => void;
  id?: string;
  'aria-describedby'?: string;
};

/** Sent only when month and day are known; the year may stay unknown. */
export function birthdayOf(value: BirthdayValue | undefined): Birthday | null {
  if (!value?.month || !value.day) return null;
  const { calendar, year, month, day, leap } = value;
  return { calendar, year: year ?? null, month, day, leap: calendar === 'lunar' && leap === true };
}

/** A leap year: 29 February may be right where the year is not known. */
const ANY_YEAR = 2000;

/** Why this is no birthday. Half of one would be dropped, and take away the one that is known. */
export function whyWrong(value: BirthdayValue | undefined): 'half' | 'year' | 'month' | 'day' | null {
  if (!value) return null;
  const { calendar, year, month, day, leap } = value;
  const has = (part: number | null | undefined) => part !== null && part !== undefined;
  if (has(year) && !(Number(year) >= 1900 && Number(year) <= 2100)) return 'year';
  if (has(month) && !(Number(month) >= 1 && Number(month) <= 12)) return 'month';
  const days = calendar === 'lunar' ? 30 : new Date(year ?? ANY_YEAR, month ?? 1, 0).getDate();
  if (has(day) && !(Number(day) >= 1 && Number(day) <= days)) return 'day';
  return (month && day) || (!year && !month && !day && !leap) ? null : 'half';
}

/** A birthday in the calendar in which the person keeps it. */
export function BirthdayInput({ value = { calendar: 'solar' }, onChange, onBlur, id, ...aria }: Props) {
  const { t } = useTranslation('contacts');
  const put = (patch: Partial<BirthdayValue>) => onChange?.({ ...value, ...patch });
  // Without bounds: the widget would make a 31 of a 45 without a word.
  const part = (name: 'year' | 'month' | 'day') => (
    <NumberInput
      value={value[name]}
      strict
      decimals={0}
      steps={false}
      suffix={t(`contacts:birthday.${name}`)}
      placeholder="–"
      aria-label={t(`contacts:birthday.${name}_label`)}
      onChange={(next) => put({ [name]: next })}
    />
  );
  return (
    <div
      className="birthday"
      role="group"
      aria-label={t('contacts:contacts.fields.birthday')}
      aria-describedby={aria['aria-describedby']}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onBlur?.();
      }}
    >
      <Select
        id={id}
        aria-label={t('contacts:birthday.calendar')}
        value={value.calendar}
        options={(['solar', 'lunar'] as const).map((each) => ({
          value: each,
          label: t(`contacts:birthday.${each}`),
        }))}
        onChange={(calendar: 'solar' | 'lunar') => put({ calendar, leap: false })}
      />
      {part('year')}
      {part('month')}
      {part('day')}
      {value.calendar === 'lunar' && (
        <Checkbox checked={value.leap === true} onChange={(event) => put({ leap: event.target.checked })}>
          {t('contacts:birthday.leap')}
        </Checkbox>
      )}
    </div>
  );
}
