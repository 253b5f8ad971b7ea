import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { isShown, may, useMe } from '@/lib';
import { ErrorLine } from '@/ui/ErrorLine';
import { KINDS } from './kinds';
import { CREATES, MENU, MENU_BELOW, PLACES } from './menu';
import './palette.css';
import { SETTINGS } from './settings';

/** What can be searched for, by the names in the answer. */
const FOUND = new Map(KINDS.flatMap(({ kind, found }) => (found ? [[kind, found] as const] : [])));
const PAUSE = 180;

type Props = { typed: string; onTyped: (typed: string) => void; onClose: () => void };

/** Ctrl+K: go to a page, find a record, create one. */
export function Palette({ typed, onTyped, onClose }: Props) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { grants } = useMe();
  const [q, setQ] = useState('');
  // The dialog selects all that stands in its box when it takes the focus: the next letter would replace those typed before.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const box = document.activeElement;
      if (box instanceof HTMLInputElement) box.setSelectionRange(box.value.length, box.value.length);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const answer = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      api.get('/search', { q, limit: 12, kinds: [...FOUND.keys()].join() }, { signal }),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const hits = q ? (answer.data?.hits ?? []) : [];
  const go = (to: string, search?: Record<string, unknown>) => {
    onClose();
    void navigate({ to, search: search as never });
  };
  const fits = (label: string, keywords: string[]) => {
    const words = typed.trim().toLowerCase();
    return label.toLowerCase().includes(words) || keywords.some((keyword) => keyword.startsWith(words));
  };
  const pages = [...MENU, ...MENU_BELOW, ...PLACES, ...SETTINGS].filter(
    (entry) => isShown(entry, grants) && fits(t(entry.label), entry.keywords),
  );
  const creates = CREATES.filter(
    (entry) => may(grants, entry.object, 'create') && fits(t(entry.label), entry.keywords),
  );
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('app:search')}
      loop
      // The server matches records, also by pinyin; pages and commands are sifted below.
      shouldFilter={false}
      overlayClassName="palette-shade"
      contentClassName="palette"
    >
      <Command.Input value={typed} onValueChange={onTyped} placeholder={t('app:palette.placeholder')} />
      <Command.List label={t('app:search')}>
        {q && answer.isError ? (
          <ErrorLine error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <Command.Empty>
            {answer.isFetching ? t('app:palette.searching') : t('app:palette.none')}
          </Command.Empty>
        )}
        {hits.length > 0 && (
          <Command.Group heading={t('app:palette.records')}>
            {hits.map((hit) => {
              const found = FOUND.get(hit.kind);
              if (!found) return null;
              const { icon: Icon } = found;
              const { to, search } = found.to(hit);
              return (
                <Command.Item
                  key={`${hit.kind}${hit.id}`}
                  value={`${hit.kind} ${hit.id}`}
                  onSelect={() => go(to, search)}
                >
                  <Icon size={16} aria-hidden />
                  <span className="clip">{hit.title}</span>
                  {hit.subtitle && <small className="clip">{hit.subtitle}</small>}
                </Command.Item>
              );
            })}
          </Command.Group>
        )}
        {pages.length > 0 && (
          <Command.Group heading={t('app:palette.pages')}>
            {pages.map(({ to, label, icon: Icon }) => (
              <Command.Item key={to} value={`page ${to}`} onSelect={() => go(to)}>
                <Icon size={16} aria-hidden />
                <span>{t(label)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {creates.length > 0 && (
          <Command.Group heading={t('app:palette.create')}>
            {creates.map(({ to, search, label }) => (
              <Command.Item key={label} value={`create ${label}`} onSelect={() => go(to, search)}>
                <Plus size={16} aria-hidden />
                <span>{t(label)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}
