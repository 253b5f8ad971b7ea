import { useTranslation } from 'react-i18next';
import { useFieldAccess, useLabels } from '@/lib';
import { Select } from '@/ui/Select';
import { BASES, type Basis } from './cross';

type Props = {
  rows: Basis;
  columns: Basis;
  onChange: (change: { rows?: Basis; columns?: Basis }) => void;
};

/** Which two bases are crossed. */
export function CrossChoice({ rows, columns, onChange }: Props) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const access = useFieldAccess('account');
  const shown = BASES.filter((basis) => ['read', 'write'].includes(access(basis)));
  const select = (label: string, value: Basis, other: Basis, change: (basis: Basis) => void) => (
    <Select<Basis>
      aria-label={label}
      value={value}
      onChange={change}
      options={shown
        .filter((basis) => basis !== other)
        .map((basis) => ({
          value: basis,
          label: labels.field(basis),
        }))}
    />
  );
  return (
    <p className="cross-choice">
      {select(t('customers:cross.rows'), rows, columns, (basis) => onChange({ rows: basis }))}
      <span aria-hidden>×</span>
      {select(t('customers:cross.columns'), columns, rows, (basis) => onChange({ columns: basis }))}
    </p>
  );
}
