import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Chips } from '@/ui/Chips';
import { ClockInput } from '@/ui/ClockInput';
import { NumberInput } from '@/ui/NumberInput';
import type { Parameter } from './types';

type Value = Parameter['value'];
/** A time of day is held by the clock on a day, whichever. */
const ANY_DAY = '2026-01-01';

type Props = { parameter: Parameter; value: Value | null; onChange: (value: Value | null) => void };

/** What a parameter's kind is written with: whole numbers, amounts, per cent, a time of day, or yes and no. */
export function ParameterInput({ parameter, value, onChange }: Props) {
  const { t } = useTranslation('admin');
  const label = t('admin:parameter.value');
  if (parameter.kind === 'time') {
    return (
      <ClockInput
        timeOnly
        value={value === null ? null : dayjs(`${ANY_DAY}T${value}`)}
        aria-label={label}
        onChange={(next) => onChange(next?.format('HH:mm') ?? null)}
      />
    );
  }
  if (parameter.kind === 'switch') {
    return (
      <Chips
        label={label}
        options={['on', 'off'].map((each) => ({ value: each, label: t(`admin:switch.${each}`) }))}
        value={value === true ? 'on' : 'off'}
        onChange={(next) => onChange(next === 'on')}
      />
    );
  }
  // Basis points are typed as per cent, minor units as yuan.
  const isHundredths = parameter.kind === 'ratio' || parameter.kind === 'money';
  const scale = isHundredths ? 100 : 1;
  return (
    <NumberInput
      autoFocus
      decimals={isHundredths ? 2 : 0}
      suffix={parameter.kind === 'ratio' ? '%' : undefined}
      value={value === null ? null : Number(value) / scale}
      aria-label={label}
      onChange={(next) => onChange(next === null ? null : Math.round(next * scale))}
    />
  );
}
