import { Popover } from 'antd';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, ListInfo } from '@/api';
import { useLabels } from '@/lib';
import { Check } from './Check';

type Props = {
  list: string;
  info: ListInfo;
  columns: FieldInfo[];
  onChange: (keys: string[] | undefined) => void;
};

/** Which columns show and in which order. The name always stays first. */
export function ColumnChooser({ list, info, columns, onChange }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const name = columns[0];
  const shown = columns.slice(1);
  const keys = columns.map((field) => field.key);
  const hidden = info.fields.filter((field) => !keys.includes(field.key));
  const move = (index: number, by: number) => {
    const next = shown.map((field) => field.key);
    const [taken] = next.splice(index, 1);
    if (taken) next.splice(index + by, 0, taken);
    onChange(name ? [name.key, ...next] : next);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      styles={{ container: { padding: 6 } }}
      content={
        <div className="options columns">
          <ul>
            {shown.map((field, index) => (
              <li key={field.key} className="column-row">
                <Check
                  tabbable
                  checked
                  label={t('ui:columns.hide', { field: labels.field(field.key) })}
                  onChange={() => onChange(keys.filter((key) => key !== field.key))}
                />
                <span className="clip">{labels.field(field.key)}</span>
                <button
                  type="button"
                  className="icon-button small"
                  disabled={index === 0}
                  aria-label={t('ui:columns.up', { field: labels.field(field.key) })}
                  onClick={() => move(index, -1)}
                >
                  <ArrowUp size={14} aria-hidden />
                </button>
                <button
                  type="button"
                  className="icon-button small"
                  disabled={index === shown.length - 1}
                  aria-label={t('ui:columns.down', { field: labels.field(field.key) })}
                  onClick={() => move(index, 1)}
                >
                  <ArrowDown size={14} aria-hidden />
                </button>
              </li>
            ))}
            {hidden.map((field) => (
              <li key={field.key} className="column-row off">
                <Check
                  tabbable
                  checked={false}
                  label={t('ui:columns.show', { field: labels.field(field.key) })}
                  onChange={() => onChange([...keys, field.key])}
                />
                <span className="clip">{labels.field(field.key)}</span>
              </li>
            ))}
          </ul>
          <button type="button" className="link columns-reset" onClick={() => onChange(undefined)}>
            {t('ui:columns.reset')}
          </button>
        </div>
      }
    >
      <button type="button" className="tool" aria-label={t('ui:columns.label')} title={t('ui:columns.label')}>
        <Columns3 size={15} aria-hidden />
      </button>
    </Popover>
  );
}
