import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { NumberInput } from '@/ui/NumberInput';
import type { Parameter } from './types';

type Value = Parameter['value'];
type Props = { parameter: Parameter; value: Value | null; onChange: (value: Value | null) => void };

/** What a parameter's kind is written with: whole numbers, per cent, or a time of day. */
export function ParameterInput({ parameter, value, onChange }: Props) {
  const { t } = useTranslation('admin');
  const label = t('admin:parameter.value');
  if (parameter.kind === 'time') {
    return (
      <Input
        autoFocus
        type="time"
        value={value ?? ''}
        aria-label={label}
        onChange={(event) => onChange(event.target.value.slice(0, 5) || null)}
      />
    );
  }
  const scale = parameter.kind === 'ratio' ? 100 : 1;
  return (
    <NumberInput
      autoFocus
      precision={parameter.kind === 'ratio' ? 2 : 0}
      suffix={parameter.kind === 'ratio' ? '%' : undefined}
      value={value === null ? null : Number(value) / scale}
      aria-label={label}
      onChange={(next) => onChange(next === null ? null : Math.round(next * scale))}
    />
  );
}
