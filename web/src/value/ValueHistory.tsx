import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import { Chart, Field, Savable, Section } from '@/ui';
import { Scroll } from './Scroll';
import { type AccountValue, TONES } from './types';
import './value.css';

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
          <Chart
            kind="line"
            height={190}
            title={t('value:history')}
            labels={days.map((day) => day.day)}
            series={[
              { name: t('value:customer_value'), values: days.map((day) => day.value.minor) },
              { name: t('value:lifetime.title'), values: days.map((day) => day.lifetime.minor) },
              { name: t('value:year.contribution'), values: days.map((day) => day.contribution.minor) },
            ]}
            format={(minor) => format.money({ minor, currency })}
            plain={(minor) => format.moneyPlain({ minor, currency })}
          />
          <ClassHistory days={days} />
        </>
      )}
    </Section>
  );
}

const CLASSES = ['pyramid', 'abc', 'bcg'] as const;
type Day = AccountValue['history'][number];

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
