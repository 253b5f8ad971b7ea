import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { dayOf, toast, useFormat, useShowProblem } from '@/lib';
import { confirm, Pill } from '@/ui';
import type { Consent } from './types';
import { useFresh } from './usePersonal';

type Props = { contact: string; consent: Consent; open: boolean };

/** What somebody has agreed to, and whether that still stands. */
export function ConsentRow({ contact, consent, open }: Props) {
  const { t } = useTranslation('personal');
  const format = useFormat();
  const showProblem = useShowProblem();
  const fresh = useFresh(contact);
  const purpose = t(`personal:purpose.${consent.purpose}`, { defaultValue: consent.purpose });
  const withdraw = useMutation({
    mutationFn: () => api.post(`/consents/${consent.id}/withdraw`),
    onSuccess: () => toast(t('personal:withdrawn')),
    onError: showProblem,
    onSettled: fresh,
  });
  const ask = async () => {
    const yes = await confirm({
      title: t('personal:withdraw_of', { purpose }),
      text:
        consent.facts > 0
          ? t('personal:withdraw_text', { count: consent.facts })
          : t('personal:withdraw_none'),
      yes: t('personal:withdraw'),
      danger: true,
    });
    if (yes) withdraw.mutate();
  };
  return (
    <li>
      <div className="personal-said">
        <span className="personal-kind">
          {purpose}
          <State consent={consent} />
        </span>
        {consent.scope && <span className="lines">{consent.scope}</span>}
        <span className="lines">{consent.evidence}</span>
        <small className="muted">
          <span>{t('personal:consent_given_on', { date: format.date(consent.given_on) })}</span>
          {consent.valid_until && (
            <span>{t('personal:consent_valid_until', { date: format.date(consent.valid_until) })}</span>
          )}
          {consent.by && <span>{t('personal:noted_by', { name: consent.by.name })}</span>}
        </small>
      </div>
      {open && !consent.withdrawn_at && (
        <button
          type="button"
          className="link"
          disabled={withdraw.isPending}
          aria-label={t('personal:withdraw_of', { purpose })}
          onClick={() => void ask()}
        >
          {t('personal:withdraw')}
        </button>
      )}
    </li>
  );
}

function State({ consent }: { consent: Consent }) {
  const { t } = useTranslation('personal');
  if (consent.stands) return <Pill tone="jade">{t('personal:consent_stands')}</Pill>;
  if (consent.withdrawn_at)
    return <Pill>{t('personal:consent_withdrawn', { date: dayOf(consent.withdrawn_at) })}</Pill>;
  return <Pill>{t('personal:consent_over')}</Pill>;
}
