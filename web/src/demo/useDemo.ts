import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Job } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { confirm } from '@/ui';

type Counts = { accounts?: number; contacts?: number; orders?: number; interactions?: number };
type Followed = { id: string; kind: string };

/** The demo data: whether they are there, and the job that loads or removes them, also one that was begun elsewhere. */
export function useDemo(enabled = true) {
  const { t } = useTranslation('demo');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [followed, setFollowed] = useState<Followed | null>(null);
  const state = useQuery({ queryKey: ['demo'], queryFn: () => api.get('/demo'), enabled });
  const load = useMutation({
    mutationFn: () => api.post('/demo'),
    onSuccess: ({ id }) => setFollowed({ id, kind: 'demo.load' }),
    onError: showProblem,
  });
  const clear = useMutation({
    mutationFn: () => api.remove('/demo'),
    onSuccess: ({ id }) => setFollowed({ id, kind: 'demo.remove' }),
    onError: showProblem,
  });
  const remove = async () => {
    const yes = await confirm({
      title: t('demo:remove_title'),
      text: t('demo:remove_text'),
      yes: t('demo:remove'),
      danger: true,
    });
    if (yes) clear.mutate();
  };
  const number = (count: number | undefined) => format.number(count ?? 0);
  /** What really came or went, not what was meant to. */
  const told = ({ kind, result }: Job): string | undefined => {
    const counts = (kind === 'demo.remove' ? result?.rows : result) as Counts | undefined;
    if (!counts) return undefined;
    return t(kind === 'demo.remove' ? 'demo:went' : 'demo:came', {
      accounts: number(counts.accounts),
      contacts: number(counts.contacts),
      orders: number(counts.orders),
      interactions: number(counts.interactions),
    });
  };
  const running = state.data?.job;
  const job: Followed | null = followed ?? (running ? { id: running.id, kind: running.kind } : null);
  return {
    loaded: state.data?.loaded ?? false,
    pending: state.isPending,
    /** What is being done, or was done a moment ago. */
    job: job && {
      ...job,
      label: t(job.kind === 'demo.remove' ? 'demo:removing' : 'demo:loading'),
    },
    told,
    /** Everything on the screen may be of the demo data. */
    refresh: () => void client.invalidateQueries(),
    load: () => load.mutate(),
    remove: () => void remove(),
    busy: load.isPending || clear.isPending,
  };
}
