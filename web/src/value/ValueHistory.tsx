import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import { Chart, Field, Savable, Section } from '@/ui';
import { Scroll } from './Scroll';
import { type AccountValue, TONES } from './types';
import './value.css';

type Day = AccountValue['history'][number];

const LINES = [
  { key: 'value', name: 'customer_value' },
  { key: 'lifetime', name: 'lifetime.title' },
  { key: 'contribution', name: 'year.contribution' },
] as const;

/** How the value came to be what it is: the days that are kept. */
export function ValueHistory({ days }: { days: AccountValue['history'] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const currency = days[0]?.value.currency ?? 'CNY';
  return (
    <Section title={t('value:history')}>
      {days.length < 2 ? (
        <p className="muted quiet-note">{t('value:history_none')}</p>
      ) : (
        <>
          <Course days={days} />
          <Chart
            kind="line"
            height={190}
            title={t('value:history')}
            labels={days.map((day) => day.day)}
            series={LINES.map(({ key, name }) => ({
              name: t(`value:${name}`),
              values: days.map((day) => day[key].minor),
            }))}
            format={(minor) => format.money({ minor, currency })}
            plain={(minor) => format.moneyPlain({ minor, currency })}
          />
          <ClassHistory days={days} />
        </>
      )}
    </Section>
  );
}

/** Which way each line has gone from the first kept day to the last, and how far. */
function Course({ days }: { days: Day[] }) {
  const { t } = useTranslation(['value', 'ui']);
  const format = useFormat();
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last) return null;
  const told = LINES.map(({ key, name }) => {
    const now = last[key];
    const change = now.minor - first[key].minor;
    const way = change > 0 ? 'rose' : change < 0 ? 'fell' : 'same';
    return t(`value:history_${way}`, {
      name: t(`value:${name}`),
      change: format.money({ ...now, minor: Math.abs(change) }),
      now: format.money(now),
    });
  });
  return (
    <p className="value-line value-told">
      {t('value:history_from', { from: first.day, until: last.day, told: told.join(t('ui:semicolon')) })}
    </p>
  );
}

const CLASSES = ['pyramid', 'abc', 'bcg'] as const;

/** The days on which an account stood in other classes than on the kept day before, and the first. */
export function turnsOf(days: Day[]): Day[] {
  return days.filter((day, at) => {
    const before = days[at - 1];
    return !before || CLASSES.some((key) => day[key] !== before[key]);
  });
}

/** Since when it stands in its classes, and in which it stood before. */
function ClassHistory({ days }: { days: Day[] }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  return (
    <>
      <h3 className="value-sub">{t('value:history_classes')}</h3>
      <Savable title={t('value:history_classes')}>
        <Scroll label={t('value:history_classes')}>
          <table className="value-table">
            <thead>
              <tr>
                <th scope="col">{t('value:history_since')}</th>
                {CLASSES.map((key) => (
                  <th key={key} scope="col">
                    {labels.field(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {turnsOf(days)
                .reverse()
                .map((day) => (
                  <tr key={day.day}>
                    <th scope="row">{day.day}</th>
                    {CLASSES.map((key) => (
                      <td key={key} className="class">
                        <Field
                          list="accounts"
                          field={{ key, kind: 'choice' }}
                          value={day[key]}
                          tones={TONES}
                        />
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </Scroll>
      </Savable>
    </>
  );
}
