import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '@/api';
import { useLabels } from '@/lib';

/** The objects that roles give rights on, with their fields that can be ruled. */
export function useRightObjects() {
  return useQuery({ queryKey: ['objects'], queryFn: () => api.get('/objects'), staleTime: 300_000 });
}

/** What a field of an object is called: as the workspace calls its own, else as its list does. */
export function useFieldLabel() {
  const objects = useRightObjects();
  const account = useLabels('accounts');
  const contact = useLabels('contacts');
  return useCallback(
    (object: string, field: string) =>
      objects.data?.find((each) => each.object === object)?.fields.find((each) => each.field === field)
        ?.label ?? (object === 'contact' ? contact : account).field(field),
    [objects.data, account, contact],
  );
}
