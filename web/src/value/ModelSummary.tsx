import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Savable } from '@/ui';
import { Scroll } from './Scroll';
import type { ModelReport } from './types';
import './value.css';

/** What the purchase model says and whether it can be believed; then which it is, and how it did beside the others. */
export function ModelSummary({ model }: { model: ModelReport }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const name = (key: string) => t(`value:model.name.${key}`);
  const about = (key: string) => t(`value:model.about.${key}`);
  const tested = model.models.find((tried) => tried.name === model.used)?.holdout;
  const number = (value: number, digits = 2) => format.number(value, digits);
  return (
    <>
      <p className="value-line">
        {model.used
          ? t((model.all_customers ?? 0) > model.customers ? 'value:model.used_sample' : 'value:model.used', {
              all: number(model.all_customers ?? 0, 0),
              customers: number(model.customers, 0),
              repeaters: number(model.repeaters, 0),
            })
          : t(`value:why_simple.${model.why_none ?? 'not_yet'}`)}{' '}
        {model.used ? (
          <strong>
            {tested && model.holdout_from
              ? t('value:model.believed', {
                  from: model.holdout_from,
                  predicted: number(tested.predicted, 0),
                  actual: number(tested.actual, 0),
                })
              : t('value:model.untested')}
          </strong>
        ) : (
          model.holdout_from && t('value:model.holdout', { from: model.holdout_from })
        )}
      </p>
      {model.used && (
        <p className="muted quiet-note">
          {t('value:model.method', { name: name(model.used), about: about(model.used) })}
        </p>
      )}
      {model.models.length > 0 && (
        <Savable title={t('value:model.table')}>
          <Scroll label={t('value:model.table')}>
            <table className="value-table">
              <thead>
                <tr>
                  {['model', 'verdict', 'parameters', 'predicted', 'actual', 'error'].map((key) => (
                    <th key={key} scope="col" className={key === 'parameters' ? 'of-experts' : undefined}>
                      {t(`value:model.column.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {model.models.map((tried) => (
                  <tr key={tried.name}>
                    <th scope="row">
                      {about(tried.name)} <small className="muted">{name(tried.name)}</small>
                    </th>
                    <td>
                      {t(`value:model.verdict.${tried.verdict.code}`)}
                      {tried.held && <small className="muted"> {t('value:model.held')}</small>}
                    </td>
                    <td className="of-experts">
                      {tried.parameters
                        .map((each) => `${each.name} ${number(each.value, 3)}`)
                        .join(t('ui:comma'))}
                    </td>
                    <td>{tried.holdout ? number(tried.holdout.predicted, 0) : '–'}</td>
                    <td>{tried.holdout ? number(tried.holdout.actual, 0) : '–'}</td>
                    <td>{tried.holdout ? number(tried.holdout.rmse) : '–'}</td>
                  </tr>
                ))}
                {model.as_before && (
                  <tr>
                    <th scope="row">{t('value:model.as_before')}</th>
                    <td />
                    <td className="of-experts" />
                    <td>{number(model.as_before.predicted, 0)}</td>
                    <td>{number(model.as_before.actual, 0)}</td>
                    <td>{number(model.as_before.rmse)}</td>
                  </tr>
                )}
              </tbody>
            </table>
          </Scroll>
        </Savable>
      )}
      {model.spend?.why && (
        <p className="muted quiet-note">
          {t(`value:model.spend.${model.spend.why}`, {
            correlation: number(model.spend.correlation ?? 0),
          })}{' '}
          {t(model.spend.why === 'independent' ? 'value:model.spend_method' : 'value:model.spend_unused')}
        </p>
      )}
    </>
  );
}
