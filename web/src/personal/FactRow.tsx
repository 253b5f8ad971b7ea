import { Lock, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Pill } from '@/ui';
import type { Personal, PersonalFact } from './types';
import { useKindName, useSaid } from './usePersonal';
import { useRemoving } from './useRemoving';

const RevealDialog = lazy(() => import('./RevealDialog').then((file) => ({ default: file.RevealDialog })));

/** One fact. A sensitive one shows that it is there, and what it says only to those who say why they want to know. */
export function FactRow({ contact, fact, known }: { contact: string; fact: PersonalFact; known: Personal }) {
  const { t } = useTranslation('personal');
  const format = useFormat();
  const kind = useKindName()(fact.kind);
  const said = useSaid();
  const [looking, setLooking] = useState(false);
  const remove = useRemoving(contact, `/facts/${fact.id}`, t('personal:remove_fact', { kind }));
  return (
    <li>
      <div className="personal-said">
        <span className="personal-kind">
          {kind}
          {fact.sensitivity === 'sensitive' && <Pill tone="red">{t('personal:sensitive')}</Pill>}
        </span>
        {fact.value != null ? (
          <span className="lines">{said(fact.kind, fact.value)}</span>
        ) : (
          <span className="personal-masked">
            <Lock size={14} aria-hidden />
            <span className="sr-only">{t('personal:masked')}</span>
            <span aria-hidden>••••••</span>
            {fact.may_reveal && (
              <button type="button" className="link" onClick={() => setLooking(true)}>
                {t('personal:reveal')}
              </button>
            )}
          </span>
        )}
        <small className="muted">
          {fact.by && <span>{t('personal:noted_by', { name: fact.by.name })}</span>}
          {fact.kept_until && <span>{t('personal:kept_until', { date: format.date(fact.kept_until) })}</span>}
        </small>
      </div>
      {known.may_change && (
        <button
          type="button"
          className="icon-button small"
          disabled={remove.busy}
          aria-label={t('personal:remove_fact', { kind })}
          title={t('ui:delete')}
          onClick={remove.ask}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      )}
      <Suspense>
        {looking && (
          <RevealDialog fact={fact} least={known.reason_characters} onClose={() => setLooking(false)} />
        )}
      </Suspense>
    </li>
  );
}
