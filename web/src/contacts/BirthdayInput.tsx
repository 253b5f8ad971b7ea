import { Checkbox, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
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
};

/** Sent only when month and day are known; the year may stay unknown. */
export function birthdayOf(value: BirthdayValue | undefined): Birthday | null {
  if (!value?.month || !value.day) return null;
  const { calendar, year, month, day, leap } = value;
  return { calendar, year: year ?? null, month, day, leap: calendar === 'lunar' && leap === true };
}

/** Month and day, or none of it: half a birthday would be dropped, and take away the one that is known. */
export function isWhole(value: BirthdayValue | undefined): boolean {
  if (!value) return true;
  const { year, month, day, leap } = value;
  return month && day ? true : !year && !month && !day && !leap;
}

/** A birthday in the calendar in which the person keeps it. */
export function BirthdayInput({ value = { calendar: 'solar' }, onChange, onBlur, id }: Props) {
  const { t } = useTranslation('contacts');
  const put = (patch: Partial<BirthdayValue>) => onChange?.({ ...value, ...patch });
  return (
    <div
      className="birthday"
      role="group"
      aria-label={t('contacts:contacts.fields.birthday')}
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
      <InputNumber
        value={value.year}
        min={1900}
        max={2100}
        precision={0}
        controls={false}
        suffix={t('contacts:birthday.year')}
        placeholder="–"
        aria-label={t('contacts:birthday.year_label')}
        onChange={(year) => put({ year })}
      />
      <InputNumber
        value={value.month}
        min={1}
        max={12}
        precision={0}
        controls={false}
        suffix={t('contacts:birthday.month')}
        placeholder="–"
        aria-label={t('contacts:birthday.month_label')}
        onChange={(month) => put({ month })}
      />
      <InputNumber
        value={value.day}
        min={1}
        max={value.calendar === 'lunar' ? 30 : 31}
        precision={0}
        controls={false}
        suffix={t('contacts:birthday.day')}
        placeholder="–"
        aria-label={t('contacts:birthday.day_label')}
        onChange={(day) => put({ day })}
      />
      {value.calendar === 'lunar' && (
        <Checkbox checked={value.leap === true} onChange={(event) => put({ leap: event.target.checked })}>
          {t('contacts:birthday.leap')}
        </Checkbox>
      )}
    </div>
  );
}
