import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { SaveTable } from '@/ui';
import { Behind } from './Behind';
import { firstOrderedIn } from './rowsBehind';
import { Scroll } from './Scroll';
import type { Cohort } from './types';
import './value.css';

/** The months that are shown; older ones are in the answer of the server. */
const SHOWN = 18;

/** Of those who came in a month, how many ordered in each month after it. */
export function CohortTable({ cohorts }: { cohorts: Cohort[] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const shown = cohorts.slice(-SHOWN);
  const periods = Math.min(SHOWN, Math.max(0, ...shown.map((cohort) => cohort.active.length)));
  const after = Array.from(
    { length: Math.max(0, ...cohorts.map((cohort) => cohort.active.length - 1)) },
    (_, n) => n + 1,
  );
  const rows = () => [
    [t('value:cohort_month'), t('value:accounts'), ...after.map(String)],
    ...cohorts.map(({ month, customers, active_bp }) => [
      month,
      String(customers),
      ...active_bp.slice(1).map((share) => format.ratio(share)),
    ]),
  ];
  return (
    <div className="chart">
      <SaveTable title={t('value:cohorts')} rows={rows} />
      <Scroll label={t('value:cohorts_table')}>
        <table className="value-cohorts">
          <thead>
            <tr>
              <th scope="col">{t('value:cohort_month')}</th>
              <th scope="col">{t('value:accounts')}</th>
              {Array.from({ length: periods - 1 }, (_, n) => (
                <th key={`after ${n + 1}`} scope="col">
                  {t('value:cohort_after', { n: n + 1 })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((cohort) => (
              <tr key={cohort.month}>
                <th scope="row">{cohort.month}</th>
                <td>
                  <Behind rows={firstOrderedIn(cohort.month)}>{format.number(cohort.customers)}</Behind>
                </td>
                {Array.from({ length: periods - 1 }, (_, n) => {
                  const share = cohort.active_bp[n + 1];
                  if (share === undefined) return <td key={`after ${n + 1}`} />;
                  return (
                    <td
                      key={`after ${n + 1}`}
                      className="heat"
                      style={{ '--heat': share / 10_000 } as React.CSSProperties}
                    >
                      {format.ratio(Math.round(share / 100) * 100)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
