import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FileText, MessageSquareText, Plus, ShoppingBag, SquareCheckBig, Store, User } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { isShown, may, useMe } from '@/lib';
import { ErrorLine } from '@/ui/ErrorLine';
import { CREATES, MENU, MENU_BELOW } from './menu';
import './palette.css';

type Found = { kind: string; id: string; title: string };

/** What can be gone to, and how it is shown. */
const KINDS: Record<string, { icon: typeof Store; to: (hit: Found) => [string, Record<string, unknown>?] }> =
  {
    account: { icon: Store, to: ({ id }) => [`/accounts/${id}`] },
    contact: { icon: User, to: ({ id }) => [`/contacts/${id}`] },
    order: { icon: ShoppingBag, to: ({ id, title }) => ['/orders', { q: title, peek: id }] },
    interaction: {
      icon: MessageSquareText,
      to: ({ id, title }) => ['/interactions', { q: title, peek: id }],
    },
    task: { icon: SquareCheckBig, to: ({ title }) => ['/tasks/all', { q: title, filter: { all: [] } }] },
  };
const PAUSE = 180;

/** Ctrl+K: go to a page, find a record, create one. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { grants } = useMe();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      api.get('/search', { q, limit: 12, kinds: Object.keys(KINDS).join() }, { signal }),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const hits = q ? (found.data?.hits ?? []) : [];
  const go = (to: string, search?: Record<string, unknown>) => {
    onClose();
    void navigate({ to, search: search as never });
  };
  const fits = (label: string, keywords: string[]) => {
    const words = typed.trim().toLowerCase();
    return label.toLowerCase().includes(words) || keywords.some((keyword) => keyword.startsWith(words));
  };
  const pages = [...MENU, ...MENU_BELOW].filter(
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
      <Command.Input value={typed} onValueChange={setTyped} placeholder={t('app:palette.placeholder')} />
      <Command.List>
        {q && found.isError ? (
          <ErrorLine error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Command.Empty>
            {found.isFetching ? t('app:palette.searching') : t('app:palette.none')}
          </Command.Empty>
        )}
        {hits.length > 0 && (
          <Command.Group heading={t('app:palette.records')}>
            {hits.map((hit) => {
              const { icon: Icon, to } = KINDS[hit.kind] ?? { icon: FileText, to: () => ['/'] as [string] };
              return (
                <Command.Item
                  key={`${hit.kind}${hit.id}`}
                  value={`${hit.kind} ${hit.id}`}
                  onSelect={() => go(...to(hit))}
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
