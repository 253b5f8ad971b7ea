import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { placeAmong } from './rules';
import type { OwnField } from './types';

const KEY = keys.list('custom-fields');
/** How often to look whether an index stands, where nobody tells. */
const POLL = 2_000;

export function useFields() {
  return useQuery({
    queryKey: KEY,
    queryFn: (): Promise<OwnField[]> => api.get('/custom-fields'),
    refetchInterval: ({ state }) =>
      state.data?.some(({ index, trashed_at }) => index === 'building' && !trashed_at) ? POLL : false,
  });
}

/** How many days the values of a removed field stay; nothing for who may not know. */
export function useKeptDays(): number | undefined {
  const query = useQuery({ queryKey: ['parameters'], queryFn: () => api.get('/parameters') });
  const value = query.data?.find(({ key }) => key === 'fields.kept_days')?.value;
  return typeof value === 'number' ? value : undefined;
}

/** The values that several records had when an index was made that allows one of each. */
export function useTwice({ id, index }: OwnField): string[] {
  const query = useQuery({
    queryKey: [...KEY, 'twice'],
    enabled: index === 'failed',
    queryFn: () => api.get('/jobs', { kind: 'fields.index', limit: 50 }),
  });
  const results = (query.data?.items ?? []).map(
    ({ result }) => result as { field?: string; twice?: string[] } | null,
  );
  return results.find((result) => result?.field === id)?.twice ?? [];
}

/** Reads again what shows fields: this page, and every list that has them. */
export function useRefreshFields() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: KEY });
    void client.invalidateQueries({ queryKey: ['list-info'] });
  };
}

/** What is done to a field that is there. */
export function useFieldActions() {
  const { t } = useTranslation('fields');
  const client = useQueryClient();
  const refresh = useRefreshFields();
  const showProblem = useShowProblem();
  const told = { onError: showProblem, onSettled: refresh };
  const restore = useMutation({
    ...told,
    mutationFn: ({ id }: OwnField) => api.post(`/custom-fields/${id}/restore`),
    onSuccess: (_, { label }) => toast(t('fields:restored', { name: label })),
  });
  const remove = useMutation({
    ...told,
    mutationFn: ({ id, version }: OwnField) => api.remove(`/custom-fields/${id}`, version),
    onSuccess: (_, field) =>
      toast(t('fields:removed', { name: field.label }), {
        action: { label: t('ui:undo'), run: () => restore.mutate(field) },
      }),
  });
  const patch = (change: (fields: OwnField[]) => OwnField[]) =>
    client.setQueryData<OwnField[]>(KEY, (fields) => fields && change(fields));
  const move = useMutation({
    ...told,
    // One after the other: whoever presses quickly has the version of the last answer.
    scope: { id: 'fields' },
    mutationFn: ({ id, position }: { id: string; position: number }): Promise<OwnField> => {
      const { version } = client.getQueryData<OwnField[]>(KEY)?.find((field) => field.id === id) ?? {};
      return api.patch(`/custom-fields/${id}`, { position }, version);
    },
    onSuccess: (moved) =>
      patch((fields) =>
        fields.map((field) => (field.id === moved.id ? { ...field, version: moved.version } : field)),
      ),
  });
  return {
    restore: restore.mutate,
    remove: remove.mutate,
    /** Puts a field at a place among those of its list that are there, from 0. */
    move: (field: OwnField, place: number) => {
      const all = client.getQueryData<OwnField[]>(KEY) ?? [];
      const siblings = all.filter(({ list }) => list === field.list);
      const position = placeAmong(siblings, field.id, place);
      const rest = siblings.filter(({ id }) => id !== field.id);
      const order = [...rest.slice(0, position), field, ...rest.slice(position)];
      patch((fields) => [...fields.filter(({ list }) => list !== field.list), ...order]);
      move.mutate({ id: field.id, position });
    },
  };
}
