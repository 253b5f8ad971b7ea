import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useFormat, useMay } from '@/lib';
import { ErrorState, KeyValue, RecordForm } from '@/ui';
import { Select } from '@/ui/Select';
import type { SecondStepRule as Rule } from './types';
import { useRoleName, useRoles } from './useRoles';
import './settings.css';

const WHO = ['nobody', 'roles', 'everybody'] as const;
type Values = { who: (typeof WHO)[number]; roles: string[] };

/** Of whom a second step is demanded, and how far they are. */
export function SecondStepRule() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const mayChange = useMay('role', 'change');
  const roles = useRoles();
  const roleName = useRoleName();
  const query = useQuery({ queryKey: ['second-step-rule'], queryFn: () => api.get('/second-step-rule') });
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 180 }} />;
  const rule = query.data;
  if (!mayChange) {
    return (
      <>
        <KeyValue
          items={[{ key: 'who', label: t('staff:sign_in.who'), value: t(`staff:sign_in.${rule.who}`) }]}
        />
        <Progress rule={rule} />
      </>
    );
  }
  return (
    <>
      <RecordForm<Values>
        key={rule.since ?? 'never'}
        whole
        initial={{ who: rule.who, roles: rule.roles.map((role) => role.id) }}
        onSave={({ who, roles: chosen }) =>
          api.put('/second-step-rule', { who, roles: who === 'roles' ? chosen : [] })
        }
        onSaved={(saved) => {
          client.setQueryData(['second-step-rule'], saved);
          void client.invalidateQueries({ queryKey: keys.me });
          toast(t('ui:saved'));
        }}
      >
        <Form.Item name="who" label={t('staff:sign_in.who')}>
          <Radio.Group
            vertical
            options={WHO.map((who) => ({ value: who, label: t(`staff:sign_in.${who}`) }))}
          />
        </Form.Item>
        <Form.Item noStyle dependencies={['who']}>
          {({ getFieldValue }) =>
            getFieldValue('who') === 'roles' && (
              <Form.Item
                name="roles"
                label={t('staff:users.fields.roles')}
                rules={[{ required: true, message: t('ui:required') }]}
              >
                <Select
                  mode="multiple"
                  options={(roles.data ?? []).map((role) => ({ value: role.id, label: roleName(role) }))}
                />
              </Form.Item>
            )
          }
        </Form.Item>
        <p className="muted quiet-note">{t('staff:sign_in.grace', { count: rule.grace_days })}</p>
      </RecordForm>
      <Progress rule={rule} />
    </>
  );
}

function Progress({ rule }: { rule: Rule }) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  if (!rule.since) return null;
  return (
    <p className="quiet-note">
      {t('staff:sign_in.progress', {
        date: format.date(rule.since),
        concerned: rule.concerned,
        without: rule.without,
      })}
    </p>
  );
}
