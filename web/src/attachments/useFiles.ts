import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, keys, usePages } from '@/api';
import type { Attachment, Holder } from './types';

/** A picture comes a moment after its file; the safety net when the event stream is cut. */
const PICTURE_MS = 3_000;

/** The files of a record, the newest first, with what is taken. */
export function useFiles({ kind, id }: Holder) {
  const query = usePages({
    queryKey: keys.under(id, 'files'),
    read: (cursor, signal) => api.get('/attachments', { about_kind: kind, about_id: id, cursor }, { signal }),
    again: (items) => (items.some(({ picture }) => picture === 'due') ? PICTURE_MS : false),
  });
  const files: Attachment[] = query.items;
  return { ...query, files, first: query.pages[0] };
}

/** Reads the files of a record again, and its timeline, which tells of them. */
export function useRefresh() {
  const client = useQueryClient();
  return useCallback(({ id }: Holder) => client.invalidateQueries({ queryKey: ['under', id] }), [client]);
}
