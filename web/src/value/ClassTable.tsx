import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import { Field, Money, SaveTable } from '@/ui';
import { classSearch } from './classSearch';
import { TONES } from './types';
import './value.css';

type Row = { key: string; accounts: number; minor: number; from?: number | null | undefined };
type Props = { field: 'pyramid' | 'abc' | 'bcg'; rows: Row[]; amount: string };

/** Classes with how many accounts they have and what those bring; each opens its accounts. */
export function ClassTable({ field, rows, amount }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const most = Math.max(1, ...rows.map((row) => Math.abs(row.minor)));
  const cells = () => [
    [labels.field(field), t('value:accounts'), amount],
    ...rows.map((row) => [
      labels.choice(field, row.key),
      String(row.accounts),
      format.moneyPlain({ minor: row.minor, currency }),
    ]),
  ];
  return (
    <div className="chart">
      <SaveTable title={labels.field(field)} rows={cells} />
      <table className="value-table">
        <thead>
          <tr>
            <th scope="col">{labels.field(field)}</th>
            <th scope="col" className="right">
              {t('value:accounts')}
            </th>
            <th scope="col" className="bar" aria-hidden />
            <th scope="col" className="right">
              {amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <Field list="accounts" field={{ key: field, kind: 'choice' }} value={row.key} tones={TONES} />
                {row.from != null && (
                  <small className="muted class-from">
                    {t('value:class_from', { amount: format.money({ minor: row.from, currency }) })}
                  </small>
                )}
              </th>
              <td className="right">
                <Link to="/accounts" search={classSearch({ [field]: row.key })} className="link">
                  {format.number(row.accounts)}
                </Link>
              </td>
              <td className="bar" aria-hidden>
                <i
                  className={row.minor < 0 ? 'minus' : undefined}
                  style={{ width: `${(Math.abs(row.minor) / most) * 100}%` }}
                />
              </td>
              <td className="right">
                <Money value={{ minor: row.minor, currency }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
