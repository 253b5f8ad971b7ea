import { useTranslation } from 'react-i18next';
import { isLongAgo, useLabels } from '@/lib';
import { Field, Savable, Section } from '@/ui';
import { type AccountValue, TONES } from './types';
import { useClassWhy } from './useClassWhy';
import './value.css';

const CLASSES = ['pyramid', 'abc', 'bcg'] as const;
const SCORES = ['recency', 'frequency', 'monetary'] as const;

/** In which classes a customer stands, and why. */
export function AccountClasses({ value }: { value: AccountValue }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const why = useClassWhy(value);
  const { classes } = value;
  const scores = SCORES.filter((key) => classes[key] != null);
  return (
    <Section title={t('value:classes')}>
      <Savable title={t('value:classes')}>
        <dl className="value-classes">
          {CLASSES.map((key) => (
            <div key={key}>
              <dt>{labels.field(key)}</dt>
              <dd>
                <Field list="accounts" field={{ key, kind: 'choice' }} value={classes[key]} tones={TONES} />
                <small className="muted">{why[key]()}</small>
                {key === 'abc' && classes.visit_due_on && (
                  <small className="muted">
                    {isLongAgo(classes.visit_due_on)
                      ? t('value:visit_long_ago')
                      : t('value:visit_due', { day: classes.visit_due_on })}
                  </small>
                )}
              </dd>
            </div>
          ))}
          {scores.map((key) => (
            <div key={key}>
              <dt>{labels.field(key)}</dt>
              <dd>
                <span>{t('value:score', { score: classes[key] ?? 0 })}</span>
                <small className="muted">{why[key]()}</small>
              </dd>
            </div>
          ))}
          {scores.length === 0 && (
            <div>
              <dt>{t('value:scores')}</dt>
              <dd>
                <small className="muted">{why.noScores()}</small>
              </dd>
            </div>
          )}
        </dl>
      </Savable>
      <p className="muted quiet-note">
        {t('value:classes_why')} {classes.bounds && t('value:bounds_day', { day: classes.bounds.day })}
      </p>
    </Section>
  );
}
