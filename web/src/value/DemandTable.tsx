import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Money, Savable } from '@/ui';
import { Scroll } from './Scroll';
import type { DemandNeed } from './types';
import './value.css';

/** A product or a family, with what a customer needs of it. */
export type Needed = { key: string; name: string; products?: number; need: DemandNeed };

type Props = {
  /** What the rows are. */
  head: string;
  rows: Needed[];
  months: number;
  shown: Needed;
  onChoose: (key: string) => void;
};

/** What was bought and what will be needed, a row each; one of them is drawn beneath. */
export function DemandTable({ head, rows, months, shown, onChoose }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  return (
    <Savable title={t('value:demand.title')}>
      <Scroll label={t('value:demand.title')}>
        <table className="value-table">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col" className="right">
                {t('value:demand.quantity_12m')}
              </th>
              <th scope="col" className="right">
                {t('value:demand.next_3m')}
              </th>
              <th scope="col" className="right">
                {t('value:demand.next', { months })}
              </th>
              <th scope="col" className="right">
                {t('value:demand.next_net')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    aria-pressed={row.key === shown.key}
                    onClick={() => onChoose(row.key)}
                  >
                    {row.name}
                  </button>
                </th>
                <td className="right">{format.number(row.need.quantity_12m)}</td>
                <td className="right">{format.number(row.need.next_3m)}</td>
                <td className="right">{format.number(row.need.next)}</td>
                <td className="right">
                  <Money value={row.need.next_net} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Savable>
  );
}
