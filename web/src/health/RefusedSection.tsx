import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Section, When } from '@/ui';
import type { Health } from './types';

type Row = { key: string; name: string; last_day: number; last_week: number; last_at: string };

/** Who was refused when signing in, and from where. */
export function RefusedSection({ refused }: { refused: Health['refused'] }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const { last_day, last_week, by_user, by_place } = refused;
  return (
    <Section title={t('health:refused')}>
      <p className="quiet-note">
        {last_week === 0 ? (
          <span className="muted">{t('health:none_refused')}</span>
        ) : (
          t('health:refused_times', { day: format.number(last_day), week: format.number(last_week) })
        )}
      </p>
      {last_week > 0 && (
        <div className="refused">
          <RefusedTable
            title={t('health:by_user')}
            rows={by_user.map((row) => ({
              ...row,
              key: row.user?.id ?? '',
              name: row.user?.name ?? t('health:unknown_user'),
            }))}
          />
          <RefusedTable
            title={t('health:by_place')}
            rows={by_place.map((row) => ({
              ...row,
              key: row.place ?? '',
              name: row.place ?? t('health:unknown_place'),
            }))}
          />
        </div>
      )}
    </Section>
  );
}

function RefusedTable({ title, rows }: { title: string; rows: Row[] }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  return (
    <table className="health-table">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="right">
            {t('health:last_day')}
          </th>
          <th scope="col" className="right">
            {t('health:last_week')}
          </th>
          <th scope="col" className="right">
            {t('health:last_at')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, last_day, last_week, last_at }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td className="right num">{format.number(last_day)}</td>
            <td className="right num">{format.number(last_week)}</td>
            <td className="right">
              <When value={last_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
