import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, keys, type Me } from '@/api';
import { useMe, useShowProblem } from '@/lib';

/** Somebody who ticks one column after the other is saved once. */
const PAUSE = 600;

type Pending = { list: string; keys: string[] | undefined; timer: ReturnType<typeof setTimeout> };

/** The columns this person has chosen for a list, kept with the person and not with the browser. */
export function useColumnChoice(list: string) {
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const chosen = useMe().columns[list];
  const pending = useRef<Pending | null>(null);
  const send = useRef<(() => void) | null>(null);
  send.current = () => {
    const now = pending.current;
    if (!now) return;
    clearTimeout(now.timer);
    pending.current = null;
    const done = now.keys
      ? api.put(`/me/columns/${now.list}`, { columns: now.keys })
      : api.remove(`/me/columns/${now.list}`);
    done.catch(showProblem);
  };
  // Who leaves the page at once has chosen as well.
  useEffect(() => () => send.current?.(), []);
  const keep = (columns: string[] | undefined) => {
    client.setQueryData<Me>(keys.me, (me) => {
      if (!me) return me;
      const { [list]: _, ...others } = me.columns;
      return { ...me, columns: columns ? { ...others, [list]: columns } : others };
    });
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = { list, keys: columns, timer: setTimeout(() => send.current?.(), PAUSE) };
  };
  return { chosen, keep };
}
