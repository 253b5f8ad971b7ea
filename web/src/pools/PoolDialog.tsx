import { useQuery } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { type ConflictField, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import { useRangeRule } from '@/ui/useRangeRule';
import { LIMITS, type Pool } from './types';

type Values = { name: string; org_unit_id: string | null; own: Pool['own'] };
type Props = { pool?: Pool; onClose: () => void; onSaved: (pool: Pool) => void };

/** The most that a number of a pool may be. */
const MOST = 100_000;

/** What of a pool can be changed, as the form holds it. */
function toValues(pool?: Pool): Values {
  return { name: pool?.name ?? '', org_unit_id: pool?.org_unit?.id ?? null, own: pool?.own ?? {} };
}

/** Makes a pool, or changes its name, whose it is, and its caps. */
export function PoolDialog({ pool, onClose, onSaved }: Props) {
  const { t } = useTranslation('pools');
  const whole = useRangeRule(0, MOST);
  const units = useQuery({ queryKey: keys.list('org-units'), queryFn: () => api.get('/org-units') });
  const text = (value: unknown) => String(value ?? '–');
  const conflicts: ConflictField[] = [
    { key: 'name', label: t('pools:name'), show: text },
    {
      key: 'org_unit_id',
      label: t('pools:whose'),
      show: (id) => units.data?.find((unit) => unit.id === id)?.name ?? t('pools:everybody'),
    },
    { key: 'own', label: t('pools:limits'), show: (own) => Object.values((own ?? {}) as object).join(' / ') },
  ];
  const send = (values: Partial<Values>, version?: number) =>
    pool
      ? api.patch(`/pools/${pool.id}`, values, version)
      : api.post('/pools', {
          name: values.name ?? '',
          org_unit_id: values.org_unit_id,
          own: values.own ?? {},
        });
  return (
    <FormDialog title={pool ? t('pools:change') : t('pools:new')} width={480} onClose={onClose}>
      <RecordForm<Values>
        whole={!pool}
        initial={toValues(pool)}
        version={pool?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as unknown as Pool) }}
        onSave={send}
        onSaved={(saved) => onSaved(saved as Pool)}
        onCancel={onClose}
      >
        <Form.Item
          name="name"
          label={t('pools:name')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="org_unit_id" label={t('pools:whose')} extra={t('pools:whose_hint')}>
          <Select
            allowClear
            placeholder={t('pools:everybody')}
            showSearch={{ optionFilterProp: 'label' }}
            loading={units.isPending}
            options={(units.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <p className="muted quiet-note">{t('pools:limits_hint')}</p>
        <div className="form-grid">
          {LIMITS.map((limit) => (
            <Form.Item key={limit} name={['own', limit]} label={t(`pools:limit.${limit}`)} rules={[whole]}>
              <NumberInput strict placeholder={pool && String(pool.limits[limit])} />
            </Form.Item>
          ))}
        </div>
      </RecordForm>
    </FormDialog>
  );
}
