import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { slow } from '@/ui';
import './follows.css';

type Props = {
  list: 'accounts' | 'contacts';
  id: string;
  /** The star alone, where there is no room for a word. */
  bare?: boolean;
};

/** The star of a record: whether one hears of what others do with it, and who else does. */
export function FollowButton({ list, id, bare = false }: Props) {
  const { t } = useTranslation('follows');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const queryKey = keys.under(id, 'following');
  const query = useQuery({ queryKey, queryFn: () => api.get(`/${list}/${id}/following`) });
  const follow = useMutation({
    mutationFn: (following: boolean) => api.put(`/${list}/${id}/following`, { following }),
    onSuccess: (now) => {
      client.setQueryData(queryKey, now);
      void client.invalidateQueries({ queryKey: keys.list(list) });
      toast(t(now.following ? 'follows:begun' : 'follows:ended'));
    },
    onError: showProblem,
  });
  /** Whoever presses before it is known waits for that: a button that is grey for a moment would flicker on every page. */
  const turn = async () => {
    const now = query.data ?? (await query.refetch()).data;
    if (now) follow.mutate(!now.following);
  };
  const following = query.data?.following ?? false;
  const names = query.data?.followers.map((person) => person.name).join(t('ui:comma'));
  const label = t(following ? 'follows:following' : 'follows:follow');
  return (
    <Button
      className="follow"
      aria-pressed={following}
      aria-label={bare ? label : undefined}
      title={names ? t('follows:who', { names, count: query.data?.count ?? 0 }) : t('follows:hint')}
      icon={<Star size={15} aria-hidden fill={following ? 'currentColor' : 'none'} />}
      disabled={query.isError}
      loading={slow(follow.isPending)}
      onClick={() => void turn()}
    >
      {!bare && label}
    </Button>
  );
}
