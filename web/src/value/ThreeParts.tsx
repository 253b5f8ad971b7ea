import { Button } from 'antd';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useFormat } from '@/lib';
import { Money, SaveTable, Section } from '@/ui';
import { Behind } from './Behind';
import { PrintButton } from './PrintButton';
import { ordersOf } from './rowsBehind';
import type { AccountValue } from './types';
import './value.css';

const PARTS = ['to_date', 'open', 'future'] as const;

type Props = {
  account: Ref;
  value: AccountValue;
  hasOrdered: boolean;
  /** For those who may say what is expected. */
  onEdit: (() => void) | undefined;
};

/** F06: the customer value and its three parts, each with what it is made of. */
export function ThreeParts({ account, value: { parts, forecast }, hasOrdered, onEdit }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const whole = PARTS.reduce((sum, part) => sum + Math.max(parts[part].minor, 0), 0);
  const rows = () => [
    ...PARTS.map((part) => [t(`value:part.${part}`), format.moneyPlain(parts[part])]),
    [t('value:customer_value'), format.moneyPlain(parts.sum)],
  ];
  return (
    <Section
      title={t('value:customer_value')}
      action={
        <span className="value-actions">
          <SaveTable title={t('value:customer_value')} rows={rows} inLine />
          <PrintButton small />
          {onEdit && (
            <Button size="small" type="text" icon={<Pencil size={14} />} onClick={onEdit}>
              {t('value:forecast_edit')}
            </Button>
          )}
        </span>
      }
    >
      <p className="value-sum">
        <Money value={parts.sum} exact />
      </p>
      <div className="value-parts" aria-hidden>
        {PARTS.map((part) => (
          <i
            key={part}
            className={part}
            style={{ flexGrow: whole > 0 ? Math.max(parts[part].minor, 0) / whole : 0 }}
          />
        ))}
      </div>
      <dl className="value-part-list">
        {PARTS.map((part) => (
          <div key={part}>
            <dt>
              <i className={`dot ${part}`} aria-hidden />
              {t(`value:part.${part}`)}
            </dt>
            <dd>
              <Behind rows={part === 'to_date' && hasOrdered ? ordersOf(account) : undefined}>
                <Money value={parts[part]} exact />
              </Behind>
              <small className="muted">
                {part === 'future'
                  ? t(`value:part_why.future_${forecast.source}`, { months: forecast.months })
                  : t(`value:part_why.${part}`)}
              </small>
              {part === 'future' && forecast.manual && (
                <small className="muted">
                  {t(forecast.source === 'manual' ? 'value:manual_until' : 'value:manual_over', {
                    who: forecast.manual.said_by?.name ?? t('value:somebody'),
                    day: forecast.manual.said_on,
                    until: forecast.manual.until,
                  })}
                </small>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
