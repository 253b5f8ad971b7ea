import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import type { Objectives, ObjectivesBoard } from './types';

type Measure = {
  key: string;
  now: number | null | undefined;
  before: number | null | undefined;
  write: (value: number) => string;
  /** What less of is better. */
  lower?: boolean;
  note?: ReactNode;
};
type Aim = { key: 'shorter' | 'income' | 'channels' | 'value'; measures: Measure[] };

/** The four aims, each with its measures: now, a quarter ago or more, and which way they move. */
export function AimTable({ board, now }: { board: ObjectivesBoard; now: Objectives }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const { before } = board;
  const money = (minor: number) => format.money({ minor, currency });
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
  const channels = now.new_channels.map((channel) => labels.choice('channel_kind', channel));
  const aims: Aim[] = [
    {
      key: 'shorter',
      measures: [measure('service_share', 'service_bp', { write: format.ratio, lower: true })],
    },
    {
      key: 'income',
      measures: [
        measure('sales', 'sales_minor', {
          write: money,
          note: t('value:objectives.sales_before', { amount: money(now.sales_before_minor) }),
        }),
      ],
    },
    {
      key: 'channels',
      measures: [
        measure('new_channels', 'new_channels_bp', {
          write: format.ratio,
          note: channels.length > 0 ? channels.join(t('ui:comma')) : t('value:objectives.no_new_channels'),
        }),
      ],
    },
    {
      key: 'value',
      measures: [
        measure('customer_value', 'value_minor', { write: money }),
        measure('contribution', 'contribution_minor', { write: money }),
        measure('repeat', 'repeat_bp', { write: format.ratio }),
        measure('relation', 'relation_minor', {
          write: money,
          note: (
            <Link
              to="/accounts"
              search={
                { sort: '-best_relation', columns: 'name,owner,best_relation,contribution_12m' } as never
              }
              className="link"
            >
              {t('value:objectives.relation_list')}
            </Link>
          ),
        }),
      ],
    },
  ];
  return (
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
                {row.now == null ? '–' : row.write(row.now)}
                <Way {...row} />
              </td>
              <td className="right muted">{row.before == null ? '–' : row.write(row.before)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Whether a measure has become better or worse. */
function Way({ now, before, lower = false }: Measure) {
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
