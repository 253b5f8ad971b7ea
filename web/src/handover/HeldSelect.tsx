import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Ref, readPage } from '@/api';
import { Select } from '@/ui/Select';

type Props = {
  owner: string;
  value: Ref | null;
  label: string;
  onChange: (value: Ref | null) => void;
};

/** Search as you type among the customers of one colleague. */
export function HeldSelect({ owner, value, label, onChange }: Props) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const options = useQuery({
    queryKey: ['list', 'accounts', 'held', owner, q],
    queryFn: async ({ signal }): Promise<Ref[]> => {
      const filter = { field: 'owner', op: 'in' as const, value: [owner] };
      const page = await readPage(
        'accounts',
        { q: q || undefined, filter, limit: 20, columns: ['name'], count: 'none' },
        signal,
      );
      return page.items.map((row) => ({ id: row.id, name: String(row.name ?? row.id) }));
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const known = options.data ?? [];
  const all = value && !known.some((ref) => ref.id === value.id) ? [value, ...known] : known;
  return (
    <Select<string>
      aria-label={label}
      placeholder={label}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      value={value?.id}
      loading={options.isFetching}
      notFoundContent={t(options.isFetching ? 'ui:loading' : 'ui:nothing_found')}
      style={{ width: '100%' }}
      options={all.map((ref) => ({ value: ref.id, label: ref.name }))}
      onChange={(id) => {
        setTyped('');
        onChange(all.find((ref) => ref.id === id) ?? null);
      }}
    />
  );
}
