import { HeartHandshake } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clockText, useFormat, useMe } from '@/lib';
import { Pill } from '@/ui';
import './log.css';
import { STEPS, type Stock, type Visit } from './types';

type Props = { visit: Visit; helpedFirst?: boolean | null };

/** What a visit found: stock, rivals, the hands that were lent. Folded in a timeline, open on its own page. */
export function VisitReport({ visit, helpedFirst }: Props) {
  const { t } = useTranslation('interactions');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const products = (rows: Stock[]) =>
    rows.map((each) => `${each.product} ${each.cases} ${t('interactions:visit.cases')}`).join(t('ui:comma'));
  return (
    <div className="visit-report">
      {helpedFirst && (
        <p className="visit-hint good">
          <HeartHandshake size={15} aria-hidden />
          {t('interactions:visit.helped_first')}
        </p>
      )}
      {visit.goal && (
        <p>
          <span className="muted">{t('interactions:visit.goal')}</span>
          {visit.goal}
        </p>
      )}
      {visit.steps.length > 0 && (
        <p>
          <span className="muted">{t('interactions:visit.steps')}</span>
          {STEPS.filter((step) => visit.steps.includes(step))
            .map((step) => t(`interactions:step.${step}`))
            .join(' · ')}
        </p>
      )}
      {visit.help.length > 0 && (
        <p>
          <span className="muted">{t('interactions:visit.help')}</span>
          {visit.help
            .map(
              (each) =>
                `${clockText(each.at)} ${t(`interactions:help.${each.kind}`)} ${each.minutes} ${t('interactions:minutes_short')}`,
            )
            .join(t('ui:comma'))}
        </p>
      )}
      {visit.pitch_started_at && (
        <p>
          <span className="muted">{t('interactions:visit.pitch')}</span>
          {clockText(visit.pitch_started_at)}
        </p>
      )}
      {visit.stock.length > 0 && (
        <p>
          <span className="muted">{t('interactions:visit.stock')}</span>
          {products(visit.stock)}
        </p>
      )}
      {visit.rivals.map((rival) => (
        <p key={rival.name}>
          <span className="muted">{t('interactions:visit.rivals')}</span>
          <Pill dot={false}>{rival.name}</Pill>{' '}
          {[
            rival.price_minor != null && format.moneyExact({ minor: rival.price_minor, currency }),
            rival.display,
            rival.promotion,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      ))}
      {visit.put_right && (
        <p>
          <span className="muted">{t('interactions:visit.put_right')}</span>
          {visit.put_right}
        </p>
      )}
      {visit.draft.length > 0 && (
        <p>
          <span className="muted">{t('interactions:visit.draft')}</span>
          {products(visit.draft)}
        </p>
      )}
    </div>
  );
}
