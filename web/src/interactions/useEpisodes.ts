import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keys, type Schema } from '@/api';
import { useMay, useShowProblem } from '@/lib';
import type { Episode } from './types';

/** The matters of an account, the open ones first. */
export function useEpisodes(account?: string) {
  const mayRead = useMay('interaction', 'read');
  return useQuery({
    queryKey: keys.under(account ?? '', 'episodes'),
    queryFn: () => api.get(`/accounts/${account}/episodes`),
    enabled: mayRead && account !== undefined,
  });
}

/** Opens, changes and dissolves matters; what shows them is read again. */
export function useEpisodeActions(account?: string) {
  const client = useQueryClient();
  const onError = useShowProblem();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['under', account ?? ''] });
  const open = useMutation({
    mutationFn: (name: string) => api.post('/episodes', { account_id: account ?? '', name }),
    onSuccess,
    onError,
  });
  const change = useMutation({
    mutationFn: ({ episode, patch }: { episode: Episode; patch: Schema<'EpisodePatch'> }) =>
      api.patch(`/episodes/${episode.id}`, patch, episode.version),
    onSuccess,
    onError,
  });
  const dissolve = useMutation({
    mutationFn: (episode: Episode) => api.remove(`/episodes/${episode.id}`),
    onSuccess,
    onError,
  });
  return { open, change, dissolve };
}
