import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useFormat } from '@/lib';
import { ErrorState, Pill } from '@/ui';
import '../second/second.css';
import './settings.css';

const OnDialog = lazy(() => import('../second/OnDialog').then((file) => ({ default: file.OnDialog })));
const OffDialog = lazy(() => import('../second/OffDialog').then((file) => ({ default: file.OffDialog })));
const RenewDialog = lazy(() =>
  import('../second/RenewDialog').then((file) => ({ default: file.RenewDialog })),
);

/** So few recovery codes are left that it is time for new ones. */
const FEW = 3;

/** The second step of one's own signing in: on or off, and the codes for when the telephone is lost. */
export function SecondStepCard() {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const client = useQueryClient();
  const [asked, setAsked] = useState<'on' | 'replace' | 'off' | 'renew' | null>(null);
  const query = useQuery({ queryKey: ['second-step'], queryFn: () => api.get('/me/second-step') });
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 96 }} />;
  const own = query.data;
  const isOn = own.authenticator_since !== null;
  const close = () => setAsked(null);
  const done = (told: string) => {
    close();
    toast(told);
    void client.invalidateQueries({ queryKey: ['second-step'] });
    void client.invalidateQueries({ queryKey: keys.me });
  };
  return (
    <>
      <div className="second-line">
        <Pill tone={isOn ? 'jade' : 'grey'}>{t(isOn ? 'staff:second.is_on' : 'staff:second.is_off')}</Pill>
        {own.authenticator_since && (
          <span className="muted">
            {t('staff:second.since', { date: format.date(own.authenticator_since) })}
          </span>
        )}
        {isOn && <span className="muted">{t('staff:second.codes_left', { count: own.recovery_codes })}</span>}
      </div>
      <p className="muted quiet-note">
        {isOn
          ? t(own.recovery_codes <= FEW ? 'staff:second.few_codes' : 'staff:second.on_text')
          : t('staff:second.off_text')}
        {own.demanded && isOn && own.passkeys === 0 && ` ${t('staff:second.demanded')}`}
        {own.demanded && !isOn && own.passkeys > 0 && ` ${t('staff:second.by_passkey')}`}
        {own.due_at && ` ${t('staff:second.due', { date: format.date(own.due_at) })}`}
      </p>
      <div className="recovery-ways">
        {isOn ? (
          <>
            <Button onClick={() => setAsked('replace')}>{t('staff:second.replace')}</Button>
            <Button onClick={() => setAsked('renew')}>{t('staff:second.renew')}</Button>
            {(!own.demanded || own.passkeys > 0) && (
              <Button onClick={() => setAsked('off')}>{t('staff:second.turn_off')}</Button>
            )}
          </>
        ) : (
          <Button type="primary" onClick={() => setAsked('on')}>
            {t('staff:second.turn_on')}
          </Button>
        )}
      </div>
      <Suspense>
        {(asked === 'on' || asked === 'replace') && (
          <OnDialog
            asksPassword={own.has_password}
            replaces={asked === 'replace'}
            onClose={close}
            onDone={() => done(t(asked === 'on' ? 'staff:second.turned_on' : 'staff:second.replaced'))}
          />
        )}
        {asked === 'off' && (
          <OffDialog
            asksPassword={own.has_password}
            onClose={close}
            onDone={() => done(t('staff:second.turned_off'))}
          />
        )}
        {asked === 'renew' && <RenewDialog onClose={close} onDone={() => done(t('staff:second.renewed'))} />}
      </Suspense>
    </>
  );
}
