import { Button } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { dateText, useMay } from '@/lib';
import type { OwnField } from './types';
import { useFieldActions, useKeptDays } from './useFields';

/** Fields that were removed and come back with their values, as long as these are kept. */
export function RemovedFields({ fields }: { fields: OwnField[] }) {
  const { t } = useTranslation('fields');
  const days = useKeptDays();
  const mayRestore = useMay('custom_field', 'remove');
  const { restore } = useFieldActions();
  if (fields.length === 0) return null;
  const until = (moment: string) =>
    dateText(
      dayjs(moment)
        .add(days ?? 0, 'day')
        .format('YYYY-MM-DD'),
    );
  return (
    <details className="fields-removed">
      <summary className="muted">{t('fields:removed_ones', { count: fields.length })}</summary>
      <ul className="field-list">
        {fields.map((field) => (
          <li key={field.id}>
            <div className="field-text">
              <strong>{field.label}</strong>
              <span className="muted">
                {[
                  t(`fields:type.${field.type}`),
                  ...(days !== undefined && field.trashed_at
                    ? [t('fields:kept_until', { date: until(field.trashed_at) })]
                    : []),
                ].join(' · ')}
              </span>
            </div>
            {mayRestore && (
              <Button
                size="small"
                aria-label={t('fields:restore_named', { name: field.label })}
                onClick={() => restore(field)}
              >
                {t('fields:restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
