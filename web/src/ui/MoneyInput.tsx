import type { Money } from '@/api';
import { useFormat, useMaybeMe } from '@/lib';
import { NumberInput } from './NumberInput';

type Props = {
  value?: Money | null;
  onChange?: (value: Money | null) => void;
  id?: string;
  label?: string;
  autoFocus?: boolean;
  onBlur?: () => void;
};

const CENT = 100;

/** An amount typed in yuan and kept in fen. */
export function MoneyInput({ value, onChange, label, ...rest }: Props) {
  const format = useFormat();
  const currency = useMaybeMe()?.workspace.currency ?? 'CNY';
  return (
    <NumberInput
      {...rest}
      aria-label={label}
      value={value ? value.minor / CENT : null}
      precision={2}
      prefix={format.currency(value?.currency ?? currency)}
      style={{ width: '100%' }}
      onChange={(amount) =>
        onChange?.(
          amount === null
            ? null
            : { minor: Math.round(amount * CENT), currency: value?.currency ?? currency },
        )
      }
    />
  );
}
