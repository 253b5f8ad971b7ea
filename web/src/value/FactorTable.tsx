import { useTranslation } from 'react-i18next';
import { Savable } from '@/ui';
import { BENEFITS, COSTS, type Factor, type Scoring } from './types';

/** The highest score. */
const MOST = 10;

const GROUPS = [
  { key: 'value', factors: BENEFITS },
  { key: 'cost', factors: COSTS },
] as const;

/** Factor by factor, ours beside each rival's. */
export function FactorTable({ scoring }: { scoring: Scoring }) {
  const { t } = useTranslation('value');
  const offers = [{ name: t('value:delivered.us'), ...scoring.ours }, ...scoring.rivals];
  return (
    <Savable title={t('value:delivered.table')}>
      <table className="factor-table">
        <caption className="sr-only">{t('value:delivered.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('value:delivered.factor')}</th>
            {offers.map((offer) => (
              <th key={offer.name} scope="col">
                {offer.name}
              </th>
            ))}
          </tr>
        </thead>
        {GROUPS.map(({ key, factors }) => (
          <tbody key={key}>
            {factors.map((factor) => (
              <tr key={factor} className={factor === scoring.advice?.factor ? 'widest' : undefined}>
                <th scope="row">
                  {t(`value:factor.${factor}`)}
                  {factor === scoring.advice?.factor && <small>{t('value:delivered.widest')}</small>}
                </th>
                {offers.map((offer) => (
                  <Score key={offer.name} factor={factor} points={offer.scores[factor]} />
                ))}
              </tr>
            ))}
            <tr className="sum">
              <th scope="row">{t(`value:delivered.total_${key}`)}</th>
              {offers.map((offer) => (
                <td key={offer.name}>{offer[key]}</td>
              ))}
            </tr>
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">{t('value:delivered.left')}</th>
            {offers.map((offer) => (
              <td key={offer.name}>{offer.delivered}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Savable>
  );
}

function Score({ factor, points }: { factor: Factor; points: number }) {
  const isCost = COSTS.some((cost) => cost === factor);
  return (
    <td>
      {points}
      <i className={isCost ? 'meter cost' : 'meter'} aria-hidden>
        <i style={{ width: `${(points / MOST) * 100}%` }} />
      </i>
    </td>
  );
}
