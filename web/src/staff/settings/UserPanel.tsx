import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Filter, keys, type Ref, useRecord, useSave, useTotals } from '@/api';
import { toast, useMay, useMe, useShowProblem } from '@/lib';
import { Avatar, ErrorState, KeyValue, Pill, RecordForm, RefSelect, Section, When } from '@/ui';
import type { User } from './types';
import { useOrgUnits, useRoleName, useRoles } from './useRoles';

type Values = { name: string; roles: string[]; org_unit_id: string | null };

/** One colleague: place and roles, and the way out. */
export function UserPanel({ id }: { id: string }) {
  const { t } = useTranslation('staff');
  const me = useMe();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayChange = useMay('user', 'change');
  const query = useRecord<User>('users', id);
  const roles = useRoles();
  const units = useOrgUnits();
  const roleName = useRoleName();
  const save = useSave<User>('users');
  const [leaving, setLeaving] = useState(false);
  const fresh = () => {
    void client.invalidateQueries({ queryKey: keys.record('users', id) });
    void client.invalidateQueries({ queryKey: keys.list('users') });
  };
  const back = useMutation({
    mutationFn: () => api.post(`/users/${id}/reactivate`),
    onSuccess: fresh,
    onError: showProblem,
  });
  const user = query.data;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!user) return <i className="bone" style={{ height: 160, marginTop: 12 }} />;
  const names = user.roles.map((role) => roleName(roles.data?.find((each) => each.id === role.id) ?? role));
  return (
    <>
      <p className="profile-head">
        <Avatar name={user.name} seed={user.id} size={44} />
        <span>
          <strong>{user.name}</strong>
          <span className="muted">{user.email}</span>
        </span>
        <Pill tone={user.active ? 'jade' : 'grey'}>
          {t(user.active ? 'staff:user.active' : 'staff:user.inactive')}
        </Pill>
      </p>
      <KeyValue
        items={[
          {
            key: 'roles',
            label: t('staff:users.fields.roles'),
            value: names.join(t('ui:comma')) || undefined,
          },
          { key: 'unit', label: t('staff:users.fields.org_unit'), value: user.org_unit?.name },
          {
            key: 'seen',
            label: t('staff:users.fields.last_seen_at'),
            value: <When value={user.last_seen_at} />,
          },
        ]}
      />
      {mayChange && user.active && (
        <Section title={t('staff:user.edit')}>
          <RecordForm<Values>
            key={user.version}
            initial={{
              name: user.name,
              roles: user.roles.map((role) => role.id),
              org_unit_id: user.org_unit?.id ?? null,
            }}
            version={user.version}
            onSave={(body, version) => save.mutateAsync({ id, version, body })}
            onSaved={() => toast(t('ui:saved'))}
          >
            <Form.Item
              name="name"
              label={t('staff:name')}
              rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
            >
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="roles" label={t('staff:users.fields.roles')}>
              <Select
                mode="multiple"
                options={(roles.data ?? []).map((role) => ({ value: role.id, label: roleName(role) }))}
              />
            </Form.Item>
            <Form.Item name="org_unit_id" label={t('staff:users.fields.org_unit')}>
              <Select
                allowClear
                onClear={() => undefined}
                options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
              />
            </Form.Item>
          </RecordForm>
        </Section>
      )}
      {mayChange && id !== me.user.id && (
        <Section title={t('staff:user.access')}>
          {user.active ? (
            <>
              <p className="muted quiet-note">{t('staff:user.deactivate_text')}</p>
              <Button danger onClick={() => setLeaving(true)}>
                {t('staff:user.deactivate')}
              </Button>
            </>
          ) : (
            <Button loading={back.isPending} onClick={() => back.mutate()}>
              {t('staff:user.reactivate')}
            </Button>
          )}
        </Section>
      )}
      {leaving && (
        <Deactivate
          user={user}
          onClose={() => setLeaving(false)}
          onDone={() => {
            setLeaving(false);
            fresh();
            void client.invalidateQueries({ queryKey: keys.list('accounts') });
          }}
        />
      )}
    </>
  );
}

type LeaveProps = { user: User; onClose: () => void; onDone: () => void };

function Deactivate({ user, onClose, onDone }: LeaveProps) {
  const { t } = useTranslation('staff');
  const showProblem = useShowProblem();
  const [successor, setSuccessor] = useState<Ref | null>(null);
  const filter: Filter = { field: 'owner', op: 'in', value: [user.id] };
  const owned = useTotals('accounts', { filter }, { count: true }).data?.count?.value;
  const leave = useMutation({
    mutationFn: (to: Ref) => api.post(`/users/${user.id}/deactivate`, { successor_id: to.id }),
    onSuccess: ({ accounts }) => {
      toast(t('staff:user.handed_over', { count: accounts, name: successor?.name }));
      onDone();
    },
    onError: showProblem,
  });
  return (
    <Modal
      open
      title={t('staff:user.deactivate_title', { name: user.name })}
      okText={t('staff:user.deactivate')}
      cancelText={t('ui:cancel')}
      okButtonProps={{
        danger: true,
        disabled: !successor || successor.id === user.id,
        loading: leave.isPending,
      }}
      onOk={() => successor && leave.mutate(successor)}
      onCancel={onClose}
      width={440}
    >
      <Form layout="vertical">
        <Form.Item
          label={t('staff:user.successor')}
          extra={
            owned === undefined
              ? t('staff:user.successor_hint')
              : t('staff:user.successor_of', { count: owned })
          }
          htmlFor="successor"
        >
          <RefSelect id="successor" list="users" value={successor} onChange={setSuccessor} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
