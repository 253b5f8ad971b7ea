import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/Select';
import { LONGEST } from './types';
import { useFamilies } from './useFamilies';

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (family: string | null) => void;
  autoFocus?: boolean;
};

/** One family: chosen from those there are, or typed anew. */
export function FamilyInput({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation('catalogue');
  const known = useFamilies();
  const families = (known.data ?? []).flatMap(({ family }) => family ?? []);
  return (
    <Select<string[]>
      {...rest}
      mode="tags"
      allowClear
      placeholder={t('catalogue:family_hint')}
      value={value ? [value] : []}
      options={families.map((family) => ({ value: family, label: family }))}
      style={{ width: '100%' }}
      onChange={(chosen) => onChange?.(chosen.at(-1)?.trim().slice(0, LONGEST.family) || null)}
    />
  );
}
