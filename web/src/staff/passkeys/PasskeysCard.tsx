import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Ellipsis, Fingerprint, Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Schema } from '@/api';
import { toast, useFormat } from '@/lib';
import { ErrorState, Menu } from '@/ui';
import { NotHere } from './NotHere';
import { usePasskeyPlace } from './usePasskeyPlace';

const AddDialog = lazy(() => import('./AddDialog').then((file) => ({ default: file.AddDialog })));
const RenameDialog = lazy(() => import('./RenameDialog').then((file) => ({ default: file.RenameDialog })));
const RemoveDialog = lazy(() => import('./RemoveDialog').then((file) => ({ default: file.RemoveDialog })));

type Passkey = Schema<'Passkey'>;
type Asked = { what: 'add' } | { what: 'rename' | 'remove'; passkey: Passkey };

/** One's passkeys: made on this device, renamed, removed. Who has no password has none. */
export function PasskeysCard() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const place = usePasskeyPlace();
  const [asked, setAsked] = useState<Asked | null>(null);
  const query = useQuery({ queryKey: ['passkeys'], queryFn: () => api.get('/me/passkeys') });
  const own = useQuery({ queryKey: ['second-step'], queryFn: () => api.get('/me/second-step') });
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending || own.isPending) return <i className="bone" style={{ height: 96 }} />;
  const close = () => setAsked(null);
  const done = (told: string) => {
    close();
    toast(told);
    for (const queryKey of [['passkeys'], ['second-step'], keys.me])
      void client.invalidateQueries({ queryKey });
  };
  return (
    <>
      <p className="muted passkey-text">{t('staff:passkeys.text')}</p>
      {query.data.length > 0 && (
        <ul className="setting-rows" aria-label={t('staff:passkeys.title')}>
          {query.data.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onAsk={(what) => setAsked({ what, passkey })} />
          ))}
        </ul>
      )}
      {own.data?.has_password === false ? (
        <p className="muted passkey-note">{t('staff:passkeys.no_password')}</p>
      ) : (
        <NotHere place={place} />
      )}
      {place.state === 'here' && own.data?.has_password !== false && (
        <Button
          className="passkey-add"
          icon={<Plus size={15} aria-hidden />}
          onClick={() => setAsked({ what: 'add' })}
        >
          {t('staff:passkeys.add')}
        </Button>
      )}
      <Suspense>
        {asked?.what === 'add' && (
          <AddDialog onClose={close} onDone={() => done(t('staff:passkeys.added'))} />
        )}
        {asked?.what === 'rename' && (
          <RenameDialog passkey={asked.passkey} onClose={close} onDone={() => done(t('ui:saved'))} />
        )}
        {asked?.what === 'remove' && (
          <RemoveDialog
            passkey={asked.passkey}
            onClose={close}
            onDone={() => done(t('staff:passkeys.removed'))}
          />
        )}
      </Suspense>
    </>
  );
}

type RowProps = { passkey: Passkey; onAsk: (what: 'rename' | 'remove') => void };

function PasskeyRow({ passkey, onAsk }: RowProps) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const { name, host, created_at, last_used_at } = passkey;
  return (
    <li>
      <Fingerprint size={18} aria-hidden />
      <span className="setting-text">
        <span className="clip" title={name}>
          {name}
        </span>
        <small className="muted">
          {t('staff:passkeys.since', { date: format.date(created_at) })} ·{' '}
          {last_used_at
            ? t('staff:security.last_used', { when: format.relative(last_used_at) })
            : t('staff:passkeys.never')}
        </small>
        {host !== window.location.hostname && (
          <small className="muted">{t('staff:passkeys.bound', { host })}</small>
        )}
      </span>
      <Menu
        label={t('staff:passkeys.actions', { name })}
        placement="bottomRight"
        items={[
          {
            key: 'rename',
            label: t('staff:passkeys.rename'),
            icon: <Pencil size={15} aria-hidden />,
            onClick: () => onAsk('rename'),
          },
          {
            key: 'remove',
            label: t('staff:passkeys.remove'),
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onClick: () => onAsk('remove'),
          },
        ]}
      >
        <button type="button" className="icon-button" aria-label={t('staff:passkeys.actions', { name })}>
          <Ellipsis size={16} aria-hidden />
        </button>
      </Menu>
    </li>
  );
}
