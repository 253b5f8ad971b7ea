import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { type Ref, type Row, readPage, records } from '@/api';
import { kindIn } from '@/lib';

/** `"me"` in a filter is whoever reads the list, so a shared view means something else to each reader. */
export const ME = 'me';

function nameOf(row: Row): string {
  return String(row.name ?? row.id);
}

/** Records of a list whose name fits the words typed. */
export function useRefOptions(list: string, typed: string, enabled = true) {
  const q = useDeferredValue(typed.trim());
  const client = useQueryClient();
  return useQuery({
    queryKey: ['list', list, 'options', q],
    enabled,
    queryFn: async ({ signal }): Promise<Ref[]> => {
      const page = await readPage(
        list,
        { q: q || undefined, limit: 20, columns: ['name'], count: 'none' },
        signal,
      );
      const refs = page.items.map((row) => ({ id: row.id, name: nameOf(row) }));
      for (const ref of refs) client.setQueryData(['ref', list, ref.id], ref);
      return refs;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The names of ids found in a filter or a URL. */
export function useRefNames(list: string, ids: string[]): Map<string, string> {
  const answers = useQueries({
    queries: ids
      .filter((id) => id !== ME)
      .map((id) => ({
        queryKey: ['ref', list, id],
        queryFn: async (): Promise<Ref> => ({ id, name: nameOf(await records.read<Row>(list, id)) }),
        staleTime: 600_000,
      })),
  });
  return new Map(answers.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : [])));
}

/** Every tag in use on the records of a list; none where its records have no tags. */
export function useTags(list: string) {
  const read = kindIn(list)?.tags;
  return useQuery({
    queryKey: ['tags', list],
    enabled: read !== undefined,
    queryFn: async (): Promise<string[]> => ((await read?.()) ?? []).map(({ tag }) => tag),
    staleTime: 60_000,
  });
}
