import { Link } from '@tanstack/react-router';
import { ArrowDownLeft, CalendarClock, Handshake, Layers, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLabels, useMe } from '@/lib';
import { Pill, type Tone, When } from '@/ui';
import './log.css';
import type { Interaction } from './types';
import { useSettle } from './usePromises';
import { VisitReport } from './VisitReport';

export const OUTCOME_TONES: Record<string, Tone> = {
  reached: 'jade',
  not_reached: 'grey',
  interested: 'blue',
  ordered: 'jade',
  refused: 'red',
  follow_up: 'amber',
};

/** What stands beneath the words of a contact: outcome, purposes, promise, next step, the visit's findings. */
export function InteractionFacts({ record }: { record: Interaction }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const { user } = useMe();
  const settle = useSettle();
  const { outcome, promise, next_step: next, visit } = record;
  const chips = outcome || (record.purposes?.length ?? 0) > 0 || record.direction === 'in';
  const silent = !record.two_way && outcome !== 'not_reached';
  return (
    <div className="facts">
      {(chips || silent) && (
        <p className="facts-line">
          {outcome && <Pill tone={OUTCOME_TONES[outcome]}>{labels.choice('outcome', outcome)}</Pill>}
          {record.direction === 'in' && (
            <span className="fact">
              <ArrowDownLeft size={13} aria-hidden />
              {labels.choice('direction', 'in')}
            </span>
          )}
          {silent && (
            <span className="fact">
              <PhoneOff size={13} aria-hidden />
              {t('interactions:one_way')}
            </span>
          )}
          {record.purposes?.map((purpose) => (
            <span key={purpose} className="fact">
              {labels.choice('purposes', purpose)}
            </span>
          ))}
        </p>
      )}
      {record.episode && record.account && (
        <p className="facts-due">
          <Layers size={14} aria-hidden />
          <span className="muted">{t('interactions:episode.label')}</span>
          <Link
            to="/accounts/$id"
            params={{ id: record.account.id }}
            search={{ episode: record.episode.id }}
            className="link"
          >
            {record.episode.name}
          </Link>
        </p>
      )}
      {promise && (
        <p className="facts-due">
          <Handshake size={14} aria-hidden />
          <span className="muted">{t('interactions:promise')}</span>
          {promise.text} · <When value={promise.due_on} exact />
          {(promise.state !== 'open' || promise.overdue) && (
            <Pill tone={promise.state === 'kept' ? 'jade' : 'red'}>
              {promise.overdue
                ? t('interactions:group.overdue')
                : labels.choice('promise_state', promise.state)}
            </Pill>
          )}
          {promise.state === 'open' && record.user?.id === user.id && (
            <span className="facts-actions">
              <button type="button" className="link" onClick={() => settle(record, 'kept')}>
                {t('interactions:promised.kept')}
              </button>
              <button type="button" className="link" onClick={() => settle(record, 'broken')}>
                {t('interactions:promised.broken')}
              </button>
            </span>
          )}
        </p>
      )}
      {next && (
        <p className="facts-due">
          <CalendarClock size={14} aria-hidden />
          <span className="muted">{t('interactions:next_step')}</span>
          {next.text} · <When value={next.due_on} exact />
        </p>
      )}
      {visit && (
        <details>
          <summary>{t('interactions:visit.report')}</summary>
          <VisitReport visit={visit} helpedFirst={record.helped_first} />
        </details>
      )}
    </div>
  );
}
