import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import { Savable } from '@/ui';
import { Behind } from './Behind';
import { accountsBy, buyersWith, type Rows } from './rowsBehind';
import type { Objectives, ObjectivesBoard } from './types';

type Measure = {
  key: string;
  now: number | null | undefined;
  before: number | null | undefined;
  /** As it is told, and as a file has it. */
  write: [told: (value: number) => string, plain: (value: number) => string];
  /** What less of is better. */
  lower?: boolean;
  note?: ReactNode;
  /** The accounts it is made of. */
  rows?: Rows | undefined;
};
type Aim = { key: 'shorter' | 'income' | 'channels' | 'value'; measures: Measure[] };

/** More than tenfold says only that there was hardly anything before. */
const MOST_GROWTH_BP = 100_000;

/** The four aims, each with its measures: now, a quarter ago or more, and which way they move. */
export function AimTable({ board, now }: { board: ObjectivesBoard; now: Objectives }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const { before } = board;
  const amount = (minor: number) => format.money({ minor, currency });
  const money: Measure['write'] = [amount, (minor) => format.moneyPlain({ minor, currency })];
  const ratio: Measure['write'] = [format.ratio, format.ratio];
  const number = (key: keyof Objectives) => (of: Objectives | null | undefined) => {
    const value = of?.[key];
    return typeof value === 'number' ? value : null;
  };
  const measure = (key: string, field: keyof Objectives, rest: Omit<Measure, 'key' | 'now' | 'before'>) => ({
    key,
    now: number(field)(now),
    before: number(field)(before),
    ...rest,
  });
  const growth = Math.abs(now.sales_growth_bp ?? 0) > MOST_GROWTH_BP ? null : now.sales_growth_bp;
  const channels = now.new_channels.map((channel) => labels.choice('channel_kind', channel));
  const aims: Aim[] = [
    {
      key: 'shorter',
      measures: [
        measure('service_share', 'service_bp', {
          write: ratio,
          lower: true,
          rows: accountsBy('service_12m', 'net_sales_12m', 'service_ratio'),
        }),
      ],
    },
    {
      key: 'income',
      measures: [
        measure('sales', 'sales_minor', {
          write: money,
          rows: accountsBy('net_sales_12m', 'orders_12m'),
          note: t(
            `value:objectives.${growth == null ? 'sales_before' : growth < 0 ? 'sales_fall' : 'sales_growth'}`,
            {
              amount: amount(now.sales_before_minor),
              share: format.ratio(Math.abs(growth ?? 0)),
            },
          ),
        }),
      ],
    },
    {
      key: 'channels',
      measures: [
        measure('new_channels', 'new_channels_bp', {
          write: ratio,
          rows:
            now.new_channels.length > 0
              ? buyersWith([{ field: 'channel_kind', op: 'in', value: now.new_channels }], 'net_sales_12m')
              : undefined,
          note: channels.length > 0 ? channels.join(t('ui:comma')) : t('value:objectives.no_new_channels'),
        }),
      ],
    },
    {
      key: 'value',
      measures: [
        measure('customer_value', 'value_minor', { write: money, rows: accountsBy('customer_value') }),
        measure('contribution', 'contribution_minor', {
          write: money,
          rows: accountsBy('contribution_12m', 'margin_12m', 'service_12m'),
        }),
        measure('repeat', 'repeat_bp', {
          write: ratio,
          rows: buyersWith([{ field: 'orders_12m', op: 'gte', value: 2 }], 'net_sales_12m', 'orders_12m'),
        }),
        measure('relation', 'relation_minor', {
          write: money,
          note:
            now.tenure_days == null
              ? undefined
              : t('value:objectives.tenure', { days: format.number(now.tenure_days) }),
          rows: accountsBy('best_relation', 'first_order_on', 'contribution_12m'),
        }),
      ],
    },
  ];
  return (
    <Savable title={t('value:objectives.aims')}>
      <table className="value-table aims">
        <thead>
          <tr>
            <th scope="col">{t('value:objectives.measure')}</th>
            <th scope="col" className="right">
              {t('value:objectives.now')}
            </th>
            <th scope="col" className="right">
              {board.before_day ?? t('value:objectives.before')}
            </th>
          </tr>
        </thead>
        {aims.map(({ key, measures }) => (
          <tbody key={key}>
            <tr className="aim">
              <th scope="rowgroup" colSpan={3}>
                {t(`value:objectives.aim.${key}`)}
              </th>
            </tr>
            {measures.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  {t(`value:objectives.measure_of.${row.key}`)}
                  {row.note && <small className="muted">{row.note}</small>}
                </th>
                <td className="right">
                  <Behind rows={row.now == null ? undefined : row.rows}>
                    <Told value={row.now} write={row.write} />
                  </Behind>
                  <Way now={row.now} before={row.before} lower={row.lower} />
                </td>
                <td className="right muted">
                  <Told value={row.before} write={row.write} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Savable>
  );
}

type ToldProps = Pick<Measure, 'write'> & { value: number | null | undefined };

function Told({ value, write: [told, plain] }: ToldProps) {
  return value == null ? '–' : <data value={plain(value)}>{told(value)}</data>;
}

type WayProps = Pick<Measure, 'now' | 'before'> & { lower: boolean | undefined };

/** Whether a measure has become better or worse. */
function Way({ now, before, lower = false }: WayProps) {
  const { t } = useTranslation('value');
  if (now == null || before == null || now === before) return null;
  const rises = now > before;
  const better = rises !== lower;
  return (
    <span className={better ? 'way better' : 'way worse'}>
      <span aria-hidden>{rises ? '↑' : '↓'}</span>
      <span className="sr-only">{t(better ? 'value:objectives.better' : 'value:objectives.worse')}</span>
    </span>
  );
}
