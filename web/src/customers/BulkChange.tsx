import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Ref, useListInfo } from '@/api';
import { useLabels } from '@/lib';
import { FieldInput, RefSelect, TagsInput } from '@/ui';
import { Chips } from '@/ui/Chips';
import type { BulkField } from './useAccountBulk';

type Props = {
  field: BulkField;
  amount: string;
  onClose: () => void;
  onApply: (change: Record<string, unknown>) => void;
};

/** One value for many accounts; tags are added or taken away, never overwritten. */
export function BulkChange({ field, amount, onClose, onApply }: Props) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const info = useListInfo('accounts').data?.fields.find((each) => each.key === field);
  const [owner, setOwner] = useState<Ref | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const [mode, setMode] = useState('add_tags');
  const [choice, setChoice] = useState<unknown>(null);
  const change =
    field === 'owner'
      ? owner && { owner_id: owner.id }
      : field === 'tags'
        ? tags.length > 0 && { [mode]: tags }
        : choice !== null && { [field]: choice };
  return (
    <Modal
      open
      title={t('ui:bulk.change_title', { amount })}
      okText={t('ui:bulk.apply')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: !change }}
      onOk={() => change && onApply(change)}
      onCancel={onClose}
      width={440}
    >
      <Form layout="vertical">
        {field === 'tags' && (
          <Form.Item label={t('ui:bulk.tags')}>
            <Chips
              label={t('ui:bulk.tags')}
              value={mode}
              onChange={(next) => setMode(next ?? 'add_tags')}
              options={['add_tags', 'remove_tags'].map((value) => ({ value, label: t(`ui:bulk.${value}`) }))}
            />
          </Form.Item>
        )}
        <Form.Item label={labels.field(field)} htmlFor="bulk-value">
          {field === 'owner' ? (
            <RefSelect id="bulk-value" list="users" autoFocus value={owner} onChange={setOwner} />
          ) : field === 'tags' ? (
            <TagsInput id="bulk-value" autoFocus value={tags} onChange={setTags} />
          ) : (
            info && (
              <FieldInput id="bulk-value" list="accounts" field={info} value={choice} onChange={setChoice} />
            )
          )}
        </Form.Item>
      </Form>
    </Modal>
  );
}
