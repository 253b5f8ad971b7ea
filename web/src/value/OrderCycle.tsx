import { useTranslation } from 'react-i18next';
import { daysAhead, useFormat } from '@/lib';
import { Field, Section } from '@/ui';
import { cycleText } from './cycleText';
import { type AccountValue, TONES } from './types';
import './value.css';

type Props = { cycle: AccountValue['cycle']; hasOrdered: boolean; hasOrderedOnce: boolean };

/** How often a customer orders, when it is due, and how far it is beyond that. */
export function OrderCycle({ cycle, hasOrdered, hasOrderedOnce }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  if (!cycle)
    return (
      <Section title={t('value:cycle')}>
        <p className="muted quiet-note">{t(hasOrdered ? 'value:cycle_unknown' : 'value:cycle_none')}</p>
      </Section>
    );
  return (
    <Section title={t('value:cycle')}>
      <p className="value-line">
        {t(cycleText(cycle.due_on, hasOrderedOnce), {
          days: format.number(cycle.days),
          due: cycle.due_on,
          late: format.number(-daysAhead(cycle.due_on)),
        })}{' '}
        <Field
          list="accounts"
          field={{ key: 'silence', kind: 'choice' }}
          value={cycle.silence}
          tones={TONES}
        />
      </p>
      <p className="muted quiet-note">
        {t('value:cycle_index', {
          index: format.number(cycle.overdue_bp / 10_000, 2),
          silent: format.number(cycle.silent_days),
          days: format.number(cycle.days),
        })}
      </p>
    </Section>
  );
}
