import { useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { Empty, ErrorState, Timeline } from '@/ui';
import type { Interaction } from './types';
import { useTimelineItem } from './useTimelineItem';

/** The contacts about one matter of an account, newest first. */
export function EpisodeTimeline({ account, episode }: { account: string; episode: string }) {
  const { t } = useTranslation('interactions');
  const { ofInteraction } = useTimelineItem('account');
  const query = useQuery({
    queryKey: [...keys.under(account, 'episode'), episode],
    queryFn: () => api.get(`/episodes/${episode}/interactions`) as Promise<Interaction[]>,
  });
  if (query.error && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <i className="bone" style={{ height: 160, marginTop: 12 }} aria-busy="true" />;
  return (
    <Timeline
      items={query.data.map(ofInteraction)}
      empty={
        <Empty
          icon={Layers}
          title={t('interactions:episode.none')}
          text={t('interactions:episode.none_text')}
        />
      }
    />
  );
}
