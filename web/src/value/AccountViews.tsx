import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import { Field, Savable, Section } from '@/ui';
import { type AccountValue, TONES } from './types';

type View = AccountValue['views'][number];

/** Where a customer stands in the portfolio, and by what. */
export function AccountViews({ views }: { views: View[] }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  return (
    <Section title={t('value:menu_portfolio')}>
      <Savable title={t('value:menu_portfolio')}>
        <dl className="value-classes">
          {views.map((view) => (
            <div key={view.field}>
              <dt>{labels.field(view.field)}</dt>
              <dd>
                <Field
                  list="accounts"
                  field={{ key: view.field, kind: 'choice' }}
                  value={view.class}
                  tones={TONES}
                />
                <small className="muted">
                  {view.why_none ? t(`value:view_none.${view.why_none}`) : <Measures of={view} />}
                </small>
              </dd>
            </div>
          ))}
        </dl>
      </Savable>
    </Section>
  );
}

function Measures({ of }: { of: View }) {
  const { t } = useTranslation(['value', 'ui']);
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const told = of.measures.map(({ field, kind, value, bound }) => {
    const text = (number: number | null | undefined) => {
      if (number == null) return '–';
      return kind === 'money' ? format.money({ minor: number, currency }) : format.ratio(number);
    };
    return t('value:view_measure', { name: labels.field(field), value: text(value), bound: text(bound) });
  });
  return told.join(t('ui:semicolon'));
}
