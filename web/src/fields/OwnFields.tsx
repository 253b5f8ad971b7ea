import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '@/api';
import { isFilled, useLabels } from '@/lib';
import { FieldInput, Section } from '@/ui';
import { useOwnOf } from './useOwnOf';
import { useOwnRule } from './useOwnRule';

type Props = {
  list: string;
  /** What the record had when the form was opened; nothing of a new one. */
  before?: Record<string, unknown>;
};

/** The workspace's own fields in the form of a record. What is required is asked of new records, and not taken out of others. */
export function OwnFields({ list, before }: Props) {
  const { t } = useTranslation('fields');
  const own = useOwnOf(list).filter((field) => field.editable);
  if (own.length === 0) return null;
  return (
    <Section title={t('fields:section')}>
      <div className="form-grid">
        {own.map((field) => (
          <OwnField
            key={field.key}
            list={list}
            field={field}
            asked={field.custom?.required === true && (!before || isFilled(before[field.key]))}
          />
        ))}
      </div>
    </Section>
  );
}

type FieldProps = { list: string; field: FieldInfo; asked: boolean };

/** One of them. */
export function OwnField({ list, field, asked }: FieldProps) {
  const labels = useLabels(list);
  const rule = useOwnRule(field, asked);
  const long = field.custom?.type === 'long_text';
  return (
    <Form.Item
      name={field.key}
      label={labels.field(field.key)}
      extra={field.custom?.help}
      className={long ? 'wide' : undefined}
      required={field.custom?.required}
      rules={[rule]}
    >
      <FieldInput list={list} field={field} long={long} strict />
    </Form.Item>
  );
}
