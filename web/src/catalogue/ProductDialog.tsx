import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSave } from '@/api';
import { toast, useLabels } from '@/lib';
import { type ConflictField, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { FamilyInput } from './FamilyInput';
import type { Product } from './types';

type Values = Record<string, unknown> & { name: string; sku: string | null; family: string | null };
type Props = { product?: Product; onClose: () => void };

function toValues(product?: Product): Values {
  return { name: product?.name ?? '', sku: product?.sku ?? null, family: product?.family ?? null };
}

/** Makes a product, or changes its number and its family; its name stays as orders have it. */
export function ProductDialog({ product, onClose }: Props) {
  const { t } = useTranslation('catalogue');
  const labels = useLabels('products');
  const save = useSave<Product>('products');
  const shown = (value: unknown) => String(value ?? '–');
  const conflicts: ConflictField[] = ['sku', 'family'].map((key) => ({
    key,
    label: labels.field(key),
    show: shown,
  }));
  const emptied = (text: unknown) => (typeof text === 'string' && text.trim() ? text.trim() : null);
  return (
    <FormDialog
      title={product ? t('catalogue:change_of', { name: product.name }) : t('catalogue:new')}
      width={460}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole={!product}
        initial={toValues(product)}
        version={product?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as unknown as Product) }}
        onSave={async (values: Partial<Values>, version?: number) => {
          const body = 'sku' in values ? { ...values, sku: emptied(values.sku) } : values;
          const saved = await save.mutateAsync({ id: product?.id, version, body });
          toast(t('ui:saved'));
          return saved;
        }}
        onSaved={onClose}
        onCancel={onClose}
      >
        {!product && (
          <Form.Item
            name="name"
            label={labels.field('name')}
            extra={t('catalogue:name_hint')}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus />
          </Form.Item>
        )}
        <Form.Item name="sku" label={labels.field('sku')}>
          <Input autoFocus={product !== undefined} />
        </Form.Item>
        <Form.Item name="family" label={labels.field('family')}>
          <FamilyInput />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
