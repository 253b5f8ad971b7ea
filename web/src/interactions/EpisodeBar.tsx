import { Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { toast, useLabels, useMay } from '@/lib';
import { confirm, Menu, Pill } from '@/ui';
import { EPISODE_KINDS, type Episode } from './types';
import { useEpisodeActions, useEpisodes } from './useEpisodes';

type Props = { account: Ref; chosen?: string; onChoose: (id?: string) => void };

/** The matters of an account above its timeline; one press shows only the contacts about that one. */
export function EpisodeBar({ account, chosen, onChoose }: Props) {
  const { t } = useTranslation('interactions');
  const episodes = useEpisodes(account.id).data ?? [];
  const shown = episodes.filter((each) => each.state === 'open' || each.id === chosen);
  const episode = episodes.find((each) => each.id === chosen);
  const closed = episodes.filter((each) => each.state === 'closed' && each.id !== chosen);
  if (episodes.length === 0) return null;
  return (
    <section className="episodes" aria-label={t('interactions:episode.all')}>
      <div className="pick-chips">
        {shown.map((each) => (
          <button
            key={each.id}
            type="button"
            aria-pressed={each.id === chosen}
            onClick={() => onChoose(each.id === chosen ? undefined : each.id)}
          >
            <Layers size={15} aria-hidden />
            {each.name}
            <span className="muted">{each.interactions}</span>
          </button>
        ))}
        {closed.length > 0 && (
          <Menu
            label={t('interactions:episode.closed_ones')}
            items={closed.map((each) => ({
              key: each.id,
              label: each.name,
              onClick: () => onChoose(each.id),
            }))}
          >
            <button type="button">{t('interactions:episode.closed_count', { count: closed.length })}</button>
          </Menu>
        )}
      </div>
      {episode && <EpisodeFacts account={account} episode={episode} onGone={() => onChoose(undefined)} />}
    </section>
  );
}

function EpisodeFacts({ account, episode, onGone }: { account: Ref; episode: Episode; onGone: () => void }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const mayChange = useMay('interaction', 'change');
  const mayRemove = useMay('interaction', 'remove');
  const { change, dissolve } = useEpisodeActions(account.id);
  const isOpen = episode.state === 'open';
  const drop = async () => {
    const yes = await confirm({
      title: t('interactions:episode.dissolve_title', { name: episode.name }),
      text: t('interactions:episode.dissolve_text'),
      yes: t('interactions:episode.dissolve'),
      danger: true,
    });
    if (!yes) return;
    dissolve.mutate(episode, {
      onSuccess: () => {
        toast(t('interactions:episode.dissolved'));
        onGone();
      },
    });
  };
  return (
    <p className="facts-line">
      <Pill tone={isOpen ? 'blue' : 'grey'}>{labels.choice('episode_state', episode.state)}</Pill>
      {mayChange ? (
        <Menu
          label={t('interactions:episode.kind')}
          items={EPISODE_KINDS.map((kind) => ({
            key: kind,
            label: labels.choice('episode_kind', kind),
            checked: kind === episode.kind,
            onClick: () => change.mutate({ episode, patch: { kind } }),
          }))}
        >
          <button type="button" className="link">
            {labels.choice('episode_kind', episode.kind)}
          </button>
        </Menu>
      ) : (
        <span className="fact">{labels.choice('episode_kind', episode.kind)}</span>
      )}
      {mayChange && (
        <button
          type="button"
          className="link"
          onClick={() => change.mutate({ episode, patch: { state: isOpen ? 'closed' : 'open' } })}
        >
          {t(isOpen ? 'interactions:episode.close' : 'interactions:episode.reopen')}
        </button>
      )}
      {mayRemove && (
        <button type="button" className="link" onClick={() => void drop()}>
          {t('interactions:episode.dissolve')}
        </button>
      )}
    </p>
  );
}
