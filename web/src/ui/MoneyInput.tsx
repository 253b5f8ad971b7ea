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
  /** What cannot be read becomes `NaN` fen, which the rule of the field refuses: for fields of forms. */
  strict?: boolean;
};

const CENT = 100;
/** Where the error of a floating number lies, far below a part of a fen that somebody typed. */
const PARTS = 1e6;

/** An amount typed in yuan and kept in fen. Parts of a fen stay, for the rule of the field to refuse. */
export function MoneyInput({ value, onChange, label, ...rest }: Props) {
  const format = useFormat();
  const currency = useMaybeMe()?.workspace.currency ?? 'CNY';
  return (
    <NumberInput
      {...rest}
      aria-label={label}
      value={value ? value.minor / CENT : null}
      decimals={2}
      prefix={format.currency(value?.currency ?? currency)}
      style={{ width: '100%' }}
      onChange={(amount) =>
        onChange?.(
          amount === null
            ? null
            : {
                minor: Math.round(amount * CENT * PARTS) / PARTS,
                currency: value?.currency ?? currency,
              },
        )
      }
    />
  );
}
