import { lazy, Suspense } from 'react';
import { type Filter, useListInfo } from '@/api';

const FilterBuilder = lazy(() => import('./FilterBuilder').then((file) => ({ default: file.FilterBuilder })));

type Props = {
  /** The list whose records are chosen. */
  list: string;
  value?: Filter | null;
  onChange?: (filter: Filter | undefined) => void;
};

/** Which records, in a form: the same conditions as over their list, of those that are not in the trash. */
export function FilterInput({ list, value, onChange }: Props) {
  const info = useListInfo(list);
  const bones = <i className="bone" style={{ height: 60 }} />;
  const fields = info.data?.fields.filter((field) => field.filterable && field.key !== 'trashed_at');
  if (!fields) return bones;
  return (
    <Suspense fallback={bones}>
      <FilterBuilder
        list={list}
        fields={fields}
        filter={value ?? undefined}
        onChange={(filter) => onChange?.(filter)}
      />
    </Suspense>
  );
}
