import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/Select';
import { useFamilies } from './useFamilies';

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (family: string | null) => void;
  autoFocus?: boolean;
};

/** One family: chosen from those there are, or typed anew. The list of choices closes with it, so that it lies over no button. */
export function FamilyInput({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation('catalogue');
  const known = useFamilies();
  const [open, setOpen] = useState(false);
  const families = (known.data ?? []).flatMap(({ family }) => family ?? []);
  return (
    <Select<string[]>
      {...rest}
      mode="tags"
      open={open}
      onOpenChange={setOpen}
      allowClear
      placeholder={t('catalogue:family_hint')}
      value={value ? [value] : []}
      options={families.map((family) => ({ value: family, label: family }))}
      style={{ width: '100%' }}
      onChange={(chosen) => {
        setOpen(false);
        onChange?.(chosen.at(-1)?.trim() || null);
      }}
    />
  );
}
