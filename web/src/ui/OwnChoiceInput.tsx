import type { FieldInfo } from '@/api';
import { Select } from './Select';

type Props = {
  field: FieldInfo;
  value?: unknown;
  onChange?: (value: unknown) => void;
  id?: string;
  'aria-label'?: string;
  autoFocus?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (shown: boolean) => void;
};

/** Search is worth its place from this many choices on. */
const MANY = 9;

/** One or several of the words that the workspace has chosen. One that is retired is offered only where it is chosen already. */
export function OwnChoiceInput({ field, value, onChange, ...rest }: Props) {
  const several = field.kind === 'own_choices';
  const chosen = Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];
  const offered = (field.custom?.choices ?? []).filter(
    ({ key, retired }) => !retired || chosen.includes(key),
  );
  return (
    <Select<string | string[]>
      {...rest}
      mode={several ? 'multiple' : undefined}
      allowClear
      showSearch={several || offered.length >= MANY ? { optionFilterProp: 'label' } : false}
      style={{ width: '100%' }}
      value={several ? chosen : chosen[0]}
      options={offered.map(({ key, label }) => ({ value: key, label }))}
      onChange={(next) => onChange?.(next ?? null)}
    />
  );
}
