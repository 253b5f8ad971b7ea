import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { Select } from '@/ui/Select';
import { useEpisodeActions, useEpisodes } from './useEpisodes';

type Props = {
  /** The account whose matters are offered. */
  account?: string;
  value?: Ref | null;
  onChange?: (value: Ref | null) => void;
  id?: string;
};

/** What stands before the name of a matter that is yet to be opened. */
const NEW = 'new:';

/** Which matter a contact was about: one of the open ones, or a new one of the name that was typed. */
export function EpisodeSelect({ account, value, onChange, id }: Props) {
  const { t } = useTranslation('interactions');
  const [typed, setTyped] = useState('');
  const episodes = useEpisodes(account);
  const { open } = useEpisodeActions(account);
  const known: Ref[] = (episodes.data ?? []).filter((each) => each.state === 'open' || each.id === value?.id);
  const all = value && !known.some((each) => each.id === value.id) ? [value, ...known] : known;
  const name = typed.trim();
  const isNew = name !== '' && !all.some((each) => each.name === name);
  const choose = async (chosen?: string) => {
    if (!chosen?.startsWith(NEW)) return onChange?.(all.find((each) => each.id === chosen) ?? null);
    const made = await open.mutateAsync(chosen.slice(NEW.length)).catch(() => undefined);
    if (made) onChange?.({ id: made.id, name: made.name });
  };
  return (
    <Select<string>
      id={id}
      allowClear
      disabled={!account}
      loading={episodes.isFetching || open.isPending}
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      value={value?.id}
      placeholder={t('interactions:episode.hint')}
      notFoundContent={t('interactions:episode.type')}
      options={[
        ...all.map((each) => ({ value: each.id, label: each.name })),
        ...(isNew
          ? [{ value: NEW + name.slice(0, 100), label: t('interactions:episode.open_named', { name }) }]
          : []),
      ]}
      onChange={(chosen) => void choose(chosen)}
    />
  );
}
