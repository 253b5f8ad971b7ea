import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Chart, Section } from '@/ui';
import type { AccountValue } from './types';

/** How the value came to be what it is: the days that are kept. */
export function ValueHistory({ days }: { days: AccountValue['history'] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const currency = days[0]?.value.currency ?? 'CNY';
  return (
    <Section title={t('value:history')}>
      {days.length < 2 ? (
        <p className="muted quiet">{t('value:history_none')}</p>
      ) : (
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
        />
      )}
    </Section>
  );
}
