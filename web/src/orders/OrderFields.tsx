import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Money, type Ref, useSave } from '@/api';
import { toast, today, useLabels } from '@/lib';
import { MoneyInput, RecordForm, RefSelect, Section } from '@/ui';
import { Chips } from '@/ui/Chips';
import { DayInput } from '@/ui/DayInput';
import { NumberInput } from '@/ui/NumberInput';
import { TextArea } from '@/ui/TextArea';
import { useMoneyRule } from '@/ui/useMoneyRule';
import { usePastRule } from '@/ui/usePastRule';
import { useRangeRule } from '@/ui/useRangeRule';
import { KINDS, MOST_FEN, MOST_PIECES, type Order } from './types';

type LineValues = {
  product: string;
  sku: string;
  quantity: number | null;
  price: Money | null;
  net: Money | null;
  promotion: boolean;
};
type Values = Record<string, unknown> & {
  kind: string;
  account: Ref | null;
  payer: Ref | null;
  ordered_on: Dayjs;
  number: string;
  total: Money | null;
  cost: Money | null;
  lines: LineValues[];
  remark: string;
};

function toBody(values: Partial<Values>): Record<string, unknown> {
  const lines = values.lines ?? [];
  return {
    kind: values.kind,
    account_id: values.account?.id,
    payer_id: values.payer?.id,
    ordered_on: values.ordered_on?.format('YYYY-MM-DD'),
    number: values.number?.trim() || undefined,
    net_minor: lines.length > 0 ? undefined : values.total?.minor,
    lines: lines.map((line) => ({
      product: line.product.trim(),
      sku: line.sku?.trim() || undefined,
      quantity: line.quantity ?? 0,
      price_minor: line.price?.minor ?? 0,
      net_minor: line.net?.minor,
      promotion: line.promotion === true,
    })),
    cost_minor: values.cost?.minor,
    remark: values.remark?.trim() || undefined,
  };
}

/** The fields of an order of the history. */
export function OrderFields({ account }: { account: Ref | undefined }) {
  const { t } = useTranslation('orders');
  const pieces = useRangeRule(1, MOST_PIECES);
  const amount = useMoneyRule(MOST_FEN);
  const labels = useLabels('orders');
  const navigate = useNavigate();
  const client = useQueryClient();
  const save = useSave<Order>('orders');
  const [form] = Form.useForm<Values>();
  const lines = Form.useWatch('lines', form) ?? [];
  const back = account ? `/accounts/${account.id}` : '/orders';
  const past = usePastRule();
  const required = [{ required: true, message: t('ui:required') }];
  return (
    <div className="order-form">
      <RecordForm<Values>
        form={form}
        whole
        initial={{
          kind: 'sale',
          account: account ?? null,
          payer: null,
          ordered_on: today(),
          lines: [],
          total: null,
        }}
        pointers={{ account: 'account_id', payer: 'payer_id', total: 'net_minor' }}
        onSave={async (values) => {
          const saved = await save.mutateAsync({ body: toBody(values) });
          void client.invalidateQueries({ queryKey: ['list', 'accounts'] });
          void client.invalidateQueries({ queryKey: ['record', 'accounts'] });
          toast(t('ui:saved'));
          return saved;
        }}
        again
        onSaved={() => void setTimeout(() => void navigate({ to: back }))}
        onCancel={() => void navigate({ to: back })}
      >
        <Form.Item name="kind" label={labels.field('kind')}>
          <Chips
            label={labels.field('kind')}
            options={KINDS.map((value) => ({ value, label: labels.choice('kind', value) }))}
          />
        </Form.Item>
        <div className="order-grid">
          <Form.Item name="account" label={labels.field('account')} rules={required}>
            <RefSelect list="accounts" />
          </Form.Item>
          <Form.Item name="ordered_on" label={labels.field('ordered_on')} rules={[...required, past]}>
            <DayInput strict allowClear={false} maxDate={today()} />
          </Form.Item>
          <Form.Item name="number" label={labels.field('number')} extra={t('orders:number_hint')}>
            <Input />
          </Form.Item>
          <Form.Item name="payer" label={labels.field('payer')} extra={t('orders:payer_hint')}>
            <RefSelect list="accounts" />
          </Form.Item>
          {lines.length === 0 && (
            <Form.Item
              name="total"
              label={t('orders:total')}
              extra={t('orders:total_hint')}
              rules={[...required, amount]}
            >
              <MoneyInput strict />
            </Form.Item>
          )}
        </div>
        <Section title={t('orders:lines')}>
          <Form.List name="lines">
            {(fields, { add, remove }) => (
              <div className="line-rows">
                {fields.map(({ key, name }) => (
                  <div key={key} className="line-row">
                    <Form.Item
                      name={[name, 'product']}
                      label={t('orders:line.product')}
                      className="wide"
                      rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
                    >
                      <Input />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'quantity']}
                      label={t('orders:line.quantity')}
                      rules={[...required, pieces]}
                    >
                      <NumberInput strict decimals={0} style={{ width: '100%' }} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'price']}
                      label={t('orders:line.price')}
                      rules={[...required, amount]}
                    >
                      <MoneyInput strict />
                    </Form.Item>
                    <Form.Item name={[name, 'net']} label={t('orders:line.net')} rules={[amount]}>
                      <MoneyInput strict />
                    </Form.Item>
                    <Form.Item name={[name, 'promotion']} valuePropName="checked" className="line-mark">
                      <Checkbox>{t('orders:line.promotion')}</Checkbox>
                    </Form.Item>
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={t('orders:line.remove')}
                      onClick={() => remove(name)}
                    >
                      <X size={15} aria-hidden />
                    </button>
                  </div>
                ))}
                {fields.length > 0 && <p className="muted quiet">{t('orders:line.net_hint')}</p>}
                <Button
                  icon={<Plus size={15} />}
                  onClick={() => add({ product: '', quantity: 1, price: null, net: null, promotion: false })}
                >
                  {t('orders:line.add')}
                </Button>
              </div>
            )}
          </Form.List>
        </Section>
        <Form.Item name="cost" label={labels.field('cost')} extra={t('orders:cost_hint')} rules={[amount]}>
          <MoneyInput strict />
        </Form.Item>
        <Form.Item name="remark" label={labels.field('remark')}>
          <TextArea rows={2} most={6} />
        </Form.Item>
      </RecordForm>
    </div>
  );
}
