import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, useRecord, useSave } from '@/api';
import { HandOverDialog, LeftBehind } from '@/handover';
import { seeAnew, toast, useFormat, useMay, useMe, useShowProblem } from '@/lib';
import { Avatar, ErrorState, KeyValue, Pill, RecordForm, Section, useConflictFields, When } from '@/ui';
import { Select } from '@/ui/Select';
import type { User } from './types';
import { useOrgUnits, useRoleName, useRoles } from './useRoles';
import './settings.css';

const UserRights = lazy(() => import('./UserRights').then((file) => ({ default: file.UserRights })));
const UserSecondStep = lazy(() =>
  import('./UserSecondStep').then((file) => ({ default: file.UserSecondStep })),
);
const LinkDialog = lazy(() => import('./LinkDialog').then((file) => ({ default: file.LinkDialog })));

type Values = { name: string; roles: string[]; org_unit_id: string | null };

/** What of a colleague can be changed, as the form holds it. */
function toValues({ name, roles, org_unit: unit }: User): Values {
  return { name, roles: roles.map((role) => role.id), org_unit_id: unit?.id ?? null };
}

/** One colleague: place and roles, and the way out. */
export function UserPanel({ id }: { id: string }) {
  const { t } = useTranslation('staff');
  const me = useMe();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const format = useFormat();
  const mayChange = useMay('user', 'change');
  const mayLetIn = useMay('user', 'create');
  const mayReadRoles = useMay('role', 'read');
  const mayChangeRoles = useMay('role', 'change');
  const query = useRecord<User>('users', id);
  const roles = useRoles();
  const units = useOrgUnits();
  const roleName = useRoleName();
  const save = useSave<User>('users');
  const [leaving, setLeaving] = useState(false);
  const conflicts = useConflictFields('users', ['name', 'roles', 'org_unit_id'], {
    keys: { org_unit_id: 'org_unit' },
    show: {
      roles: (value) =>
        (roles.data ?? [])
          .filter((role) => (value as string[]).includes(role.id))
          .map(roleName)
          .join(t('ui:comma')) || '–',
      org_unit_id: (value) => units.data?.find((unit) => unit.id === value)?.name ?? '–',
    },
  });
  const fresh = () => {
    void client.invalidateQueries({ queryKey: keys.record('users', id) });
    void client.invalidateQueries({ queryKey: keys.list('users') });
  };
  const back = useMutation({
    mutationFn: () => api.post(`/users/${id}/reactivate`),
    onSuccess: fresh,
    onError: showProblem,
  });
  const reset = useMutation({
    mutationFn: () => api.post('/password-resets', { user_id: id }),
    onError: showProblem,
  });
  const look = useMutation({
    mutationFn: () => api.post(`/users/${id}/view-as`),
    onSuccess: seeAnew,
    onError: showProblem,
  });
  const user = query.data;
  if (query.error && !user) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
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
            key={user.id}
            initial={toValues(user)}
            version={user.version}
            conflict={{ fields: conflicts, toValues: (row) => toValues(row as User) }}
            onSave={(body, version) => save.mutateAsync({ id, version, body })}
            onSaved={() => toast(t('ui:saved'))}
          >
            <Form.Item
              name="name"
              label={t('staff:name')}
              rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
            >
              <Input />
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
      {(mayReadRoles || id === me.user.id) && user.active && (
        <Section title={t('staff:user.rights')}>
          <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
            <UserRights id={id} />
          </Suspense>
        </Section>
      )}
      {mayChangeRoles && id !== me.user.id && user.active && (
        <Section title={t('staff:user.view_as')}>
          <p className="muted quiet-note">{t('staff:user.view_as_text')}</p>
          <Button loading={look.isPending} onClick={() => look.mutate()}>
            {t('staff:user.view_as_of', { name: user.name })}
          </Button>
        </Section>
      )}
      {mayLetIn && id !== me.user.id && user.active && (
        <>
          <Section title={t('staff:password')}>
            <p className="muted quiet-note">{t('staff:user.reset_text')}</p>
            <Button loading={reset.isPending} onClick={() => reset.mutate()}>
              {t('staff:user.reset')}
            </Button>
          </Section>
          {mayChange && (
            <Section title={t('staff:second.title')}>
              <Suspense fallback={<i className="bone" style={{ height: 72 }} />}>
                <UserSecondStep id={id} name={user.name} />
              </Suspense>
            </Section>
          )}
          <Section title={t('staff:user.access')}>
            <p className="muted quiet-note">{t('staff:user.deactivate_text')}</p>
            <Button danger onClick={() => setLeaving(true)}>
              {t('staff:user.deactivate')}
            </Button>
          </Section>
        </>
      )}
      {mayLetIn && id !== me.user.id && !user.active && (
        <>
          <LeftBehind user={user} />
          <Section title={t('staff:user.access')}>
            <Button loading={back.isPending} onClick={() => back.mutate()}>
              {t('staff:user.reactivate')}
            </Button>
          </Section>
        </>
      )}
      <Suspense>
        {leaving && (
          <HandOverDialog
            user={user}
            onClose={() => setLeaving(false)}
            onQueued={() => {
              setLeaving(false);
              fresh();
            }}
          />
        )}
        {reset.data && (
          <LinkDialog
            title={t('staff:user.reset_link')}
            link={reset.data.link}
            note={t('staff:user.reset_once', { date: format.date(reset.data.expires_at) })}
            onClose={() => reset.reset()}
          />
        )}
      </Suspense>
    </>
  );
}
