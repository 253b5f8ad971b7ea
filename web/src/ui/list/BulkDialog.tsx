import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '@/api';
import { changeOf, useLabels } from '@/lib';
import { Chips } from '../Chips';
import { isRef } from '../Field';
import { FieldInput, NOT_A_DAY } from '../FieldInput';
import { FormDialog } from '../FormDialog';
import { Select } from '../Select';

type Props = {
  list: string;
  /** One is changed as it is; among several, the person chooses first. */
  fields: FieldInfo[];
  amount: string;
  onClose: () => void;
  onApply: (change: Record<string, unknown>) => void;
};

const MODES = ['add_tags', 'remove_tags'] as const;

/** One field, one value, for every ticked record. Tags are added or taken away, never overwritten. */
export function BulkDialog({ list, fields, amount, onClose, onApply }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const single = fields.length === 1;
  const [key, setKey] = useState(fields[0]?.key ?? '');
  const [mode, setMode] = useState<(typeof MODES)[number]>('add_tags');
  const [value, setValue] = useState<unknown>(null);
  const field = fields.find((each) => each.key === key);
  const nothing = [null, undefined, NOT_A_DAY] as unknown[];
  const given = !nothing.includes(value) && !(Array.isArray(value) && value.length === 0);
  const apply = () => {
    if (!field) return;
    if (field.kind === 'tags') onApply({ [mode]: value });
    else onApply(changeOf(field, isRef(value) ? value.id : value));
  };
  return (
    <FormDialog
      title={t('ui:bulk.change_title', { amount })}
      width={440}
      touched={() => given}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!field || !given} onClick={apply}>
            {t('ui:bulk.apply')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Form layout="vertical">
        {!single && (
          <Form.Item label={t('ui:filter.field')} htmlFor="bulk-field">
            <Select<string>
              id="bulk-field"
              value={key}
              options={fields.map((each) => ({ value: each.key, label: labels.field(each.key) }))}
              onChange={(next) => {
                setKey(next);
                setValue(null);
              }}
            />
          </Form.Item>
        )}
        {field?.kind === 'tags' && (
          <Form.Item label={t('ui:bulk.tags')}>
            <Chips
              label={t('ui:bulk.tags')}
              value={mode}
              onChange={(next) => setMode(MODES.find((each) => each === next) ?? 'add_tags')}
              options={MODES.map((each) => ({ value: each, label: t(`ui:bulk.${each}`) }))}
            />
          </Form.Item>
        )}
        {field && (
          <Form.Item label={single ? labels.field(key) : t('ui:bulk.value')} htmlFor="bulk-value">
            <FieldInput
              key={key}
              id="bulk-value"
              list={list}
              field={field}
              autoFocus={single}
              value={value}
              onChange={setValue}
            />
          </Form.Item>
        )}
      </Form>
    </FormDialog>
  );
}
