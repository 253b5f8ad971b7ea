import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Switch } from 'antd';
import { ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Filter } from '@/api';
import { prune, toast, useShowProblem } from '@/lib';
import { confirm, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { FilterInput } from '@/ui/list/FilterInput';
import { NumberInput } from '@/ui/NumberInput';
import { useRangeRule } from '@/ui/useRangeRule';
import './pools.css';
import { RulePreview } from './RulePreview';
import { type NewPoolRule, type Pool, type PoolRule, TERMS } from './types';
import { useTerms } from './usePools';

type Terms = { [Term in (typeof TERMS)[number]]: number | null };
type Values = Terms & { name: string; active: boolean; filter: Filter | undefined };
type Props = { pool: Pool; rule?: PoolRule; onClose: () => void; onSaved: () => void };

/** The longest time that a rule waits. */
const MOST_DAYS = 3650;

function toValues(rule?: PoolRule): Values {
  return {
    name: rule?.name ?? '',
    active: rule?.active ?? true,
    filter: (rule?.filter as Filter | null) ?? undefined,
    no_contact_days: rule ? (rule.no_contact_days ?? null) : 90,
    no_order_days: rule?.no_order_days ?? null,
    no_step_days: rule?.no_step_days ?? null,
  };
}

function toBody(values: Values): NewPoolRule {
  return { ...values, filter: prune(values.filter) ?? null };
}

/** A rule: what must be missing, of which customers; and what it would take, before it does. */
export function RuleDialog({ pool, rule, onClose, onSaved }: Props) {
  const { t } = useTranslation('pools');
  const [form] = Form.useForm<Values>();
  const days = useRangeRule(1, MOST_DAYS);
  const showProblem = useShowProblem();
  const termsText = useTerms();
  const preview = useMutation({
    mutationFn: (values: Values) =>
      api.post(
        `/pools/${pool.id}/rules/preview`,
        toBody({ ...values, name: values.name || t('pools:rule.new') }),
      ),
    onError: showProblem,
  });
  const remove = useMutation({
    mutationFn: ({ id, version }: PoolRule) => api.remove(`/pool-rules/${id}`, version),
    onSuccess: () => {
      toast(t('pools:rule.removed'));
      onSaved();
    },
    onError: showProblem,
  });
  const askRemove = async (gone: PoolRule) => {
    const yes = await confirm({
      title: t('pools:rule.remove_title', { name: gone.name }),
      text: t('pools:rule.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(gone);
  };
  const look = async () => {
    const fields = await form.validateFields(TERMS as unknown as (keyof Values)[]).catch(() => undefined);
    if (fields) preview.mutate({ ...toValues(), ...form.getFieldsValue(true) } as Values);
  };
  return (
    <FormDialog
      title={rule ? t('pools:rule.change', { name: rule.name }) : t('pools:rule.new')}
      width={640}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole
        form={form}
        initial={toValues(rule)}
        version={rule?.version}
        conflict={{
          fields: [
            { key: 'name', label: t('pools:name'), show: String },
            { key: 'active', label: t('pools:rule.active'), show: String },
            ...TERMS.map((term) => ({
              key: term,
              label: t(`pools:rule.${term}`),
              show: (value: unknown) => termsText({ [term]: value as number | null }) || '–',
            })),
          ],
          toValues: (row) => toValues(row as unknown as PoolRule),
        }}
        onSave={(values, version) =>
          rule
            ? api.put(`/pool-rules/${rule.id}`, toBody(values), { version })
            : api.post(`/pools/${pool.id}/rules`, toBody(values))
        }
        onSaved={onSaved}
        onCancel={onClose}
      >
        <Form.Item
          name="name"
          label={t('pools:rule.name')}
          extra={t('pools:rule.name_hint')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
        <p className="pool-form-title">{t('pools:rule.terms')}</p>
        <div className="form-grid">
          {TERMS.map((term) => (
            <Form.Item key={term} name={term} label={t(`pools:rule.${term}`)} rules={[days]}>
              <NumberInput strict suffix={t('pools:days_unit')} />
            </Form.Item>
          ))}
        </div>
        <p className="muted quiet-note">{t('pools:rule.terms_hint')}</p>
        <p className="pool-form-title">{t('pools:rule.filter')}</p>
        <Form.Item name="filter" className="rule-form">
          <FilterInput list="accounts" />
        </Form.Item>
        <Form.Item name="active" label={t('pools:rule.active')} valuePropName="checked" layout="horizontal">
          <Switch />
        </Form.Item>
        <div className="pool-buttons">
          <Button icon={<ScanSearch size={15} />} loading={preview.isPending} onClick={() => void look()}>
            {t('pools:rule.preview')}
          </Button>
          {rule && (
            <Button danger type="text" onClick={() => void askRemove(rule)}>
              {t('ui:delete')}
            </Button>
          )}
        </div>
        {preview.data && <RulePreview preview={preview.data} warningDays={pool.limits.warning_days} />}
      </RecordForm>
    </FormDialog>
  );
}
