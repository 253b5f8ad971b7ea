import { useQuery } from '@tanstack/react-query';
import { Form, Radio, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Schema } from '@/api';
import { useMay } from '@/lib';
import { type ConflictField, RecordForm, RefSelect } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { useDayRule } from '@/ui/useDayRule';
import { nameOf } from './AccountTeam';

type Member = Schema<'AccountMember'>;
type Values = {
  user: Ref | null;
  org_unit_id: string | null;
  role: string;
  may_change: boolean;
  until: Dayjs | null;
};
type Props = { account: Ref; member?: Member; onClose: () => void; onSaved: () => void };

const ROLES = ['sales', 'service', 'technical', 'manager', 'sponsor', 'assistant'] as const;

/** What of a share can be changed, as the form holds it. */
function toValues(member?: Member) {
  return {
    role: member?.role ?? 'sales',
    may_change: member?.may_change ?? false,
    until: member?.until ? dayjs(member.until) : null,
  };
}
const dayOut = (day: Dayjs | null | undefined) => day?.format('YYYY-MM-DD') ?? null;

/** Lets a colleague or a whole unit see a customer, and says how far they may go and until when. */
export function MemberDialog({ account, member, onClose, onSaved }: Props) {
  const { t } = useTranslation('team');
  const readable = useDayRule();
  const mayUnits = useMay('org_unit', 'read');
  const [isUnit, setIsUnit] = useState(Boolean(member?.org_unit));
  const units = useQuery({
    queryKey: keys.list('org-units'),
    queryFn: () => api.get('/org-units'),
    enabled: mayUnits && !member,
  });
  const conflicts: ConflictField[] = [
    { key: 'role', label: t('team:role'), show: (role) => t(`team:role.${role}`) },
    {
      key: 'may_change',
      label: t('team:rights'),
      show: (may) => t(may ? 'team:may_change' : 'team:may_look'),
    },
    { key: 'until', label: t('team:until'), show: (day) => dayOut(day as Dayjs | null) ?? t('team:always') },
  ];
  const send = ({ user, org_unit_id, until, ...rest }: Partial<Values>, version?: number) => {
    if (member) {
      const patch = until === undefined ? rest : { ...rest, until: dayOut(until) };
      return api.patch(`/account-team/${member.id}`, patch, version);
    }
    const { role, may_change = false } = rest;
    const who = isUnit ? { org_unit_id } : { user_id: user?.id, role };
    return api.post(`/accounts/${account.id}/team`, { ...who, may_change, until: dayOut(until) });
  };
  return (
    <FormDialog
      title={
        member ? t('team:change_of', { name: nameOf(member) }) : t('team:add_to', { name: account.name })
      }
      width={440}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole={!member}
        initial={{ user: null, org_unit_id: null, ...toValues(member) }}
        version={member?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as unknown as Member) }}
        pointers={{ user: 'user_id' }}
        onSave={send}
        onSaved={onSaved}
        onCancel={onClose}
      >
        {!member && mayUnits && (
          <Form.Item label={t('team:with')}>
            <Radio.Group
              aria-label={t('team:with')}
              value={isUnit}
              onChange={(event) => setIsUnit(event.target.value as boolean)}
              options={[
                { value: false, label: t('team:with_user') },
                { value: true, label: t('team:with_unit') },
              ]}
            />
          </Form.Item>
        )}
        {!member && !isUnit && (
          <Form.Item
            name="user"
            label={t('team:colleague')}
            rules={[{ required: true, message: t('ui:required') }]}
          >
            <RefSelect list="users" autoFocus />
          </Form.Item>
        )}
        {!member && isUnit && (
          <Form.Item
            name="org_unit_id"
            label={t('team:unit')}
            extra={t('team:unit_hint')}
            rules={[{ required: true, message: t('ui:required') }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              loading={units.isPending}
              options={(units.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
        {!isUnit && (
          <Form.Item name="role" label={t('team:role')}>
            <Select options={ROLES.map((role) => ({ value: role, label: t(`team:role.${role}`) }))} />
          </Form.Item>
        )}
        <Form.Item
          name="may_change"
          label={t('team:rights_change')}
          extra={t('team:rights_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="until" label={t('team:until')} extra={t('team:until_hint')} rules={[readable]}>
          <DayInput strict />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
