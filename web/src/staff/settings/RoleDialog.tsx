import { Form, Input } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Grant, type Row } from '@/api';
import { withTexts } from '@/lib';
import { type ConflictField, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { GrantsInput } from './GrantsInput';
import { GrantTable } from './GrantTable';
import type { Role } from './types';
import { useRoleName, useRoles } from './useRoles';

/** What roles say of fields, with the names of those fields. */
const loadRights = withTexts(() => import('@/rights'), 'rights', 'customers', 'contacts');
const FieldRightsInput = lazy(() => loadRights().then((parts) => ({ default: parts.FieldRightsInput })));
const FieldRightTable = lazy(() => loadRights().then((parts) => ({ default: parts.FieldRightTable })));

type DialogProps = { role?: Role; onClose: () => void; onSaved: () => void };
type Values = { name: string; grants: Grant[]; fields: Role['fields'] };

/** What of a role can be changed, as the form holds it. */
function toValues({ name, grants, fields }: Pick<Role, 'name' | 'grants' | 'fields'>): Values {
  return { name, grants, fields };
}

/** The rules of fields come after the form is there. */
function LaterFieldRights(given: { value?: Role['fields']; onChange?: (rules: Role['fields']) => void }) {
  return (
    <Suspense fallback={<i className="bone" style={{ height: 240 }} />}>
      <FieldRightsInput {...given} />
    </Suspense>
  );
}

/** Makes a role, or changes its name and what it may do. */
export function RoleDialog({ role, onClose, onSaved }: DialogProps) {
  const { t } = useTranslation('staff');
  const [form] = Form.useForm<Values>();
  const roles = useRoles();
  const roleName = useRoleName();
  const conflicts: ConflictField[] = [
    { key: 'name', label: t('staff:roles.name'), show: (value) => String(value ?? '–') },
    {
      key: 'grants',
      label: t('staff:roles.grants'),
      show: (value) => <GrantTable grants={value as Grant[]} />,
    },
    {
      key: 'fields',
      label: t('staff:roles.field_rights'),
      show: (value) => (
        <Suspense>
          <FieldRightTable fields={value as Role['fields']} />
        </Suspense>
      ),
    },
  ];
  const send = (values: Partial<Values>, version?: number) =>
    role
      ? api.patch(`/roles/${role.id}`, values, version)
      : api.post('/roles', {
          name: values.name ?? '',
          grants: values.grants ?? [],
          fields: values.fields ?? [],
        });
  const likes = (roles.data ?? []).filter((each) => !each.everything);
  return (
    <FormDialog
      title={role ? t('staff:roles.edit_title', { name: roleName(role) }) : t('staff:roles.new')}
      width={860}
      onClose={onClose}
    >
      <RecordForm<Values>
        form={form}
        whole={!role}
        initial={toValues(role ?? { name: '', grants: [], fields: [] })}
        version={role?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as Role & Row) }}
        onSave={send}
        onSaved={onSaved}
        onCancel={onClose}
      >
        {!role?.seeded && (
          <Form.Item
            name="name"
            label={t('staff:roles.name')}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus={!role} />
          </Form.Item>
        )}
        {!role && (
          <Form.Item label={t('staff:roles.like')} extra={t('staff:roles.like_hint')}>
            <Select
              aria-label={t('staff:roles.like')}
              placeholder={t('staff:roles.like_nobody')}
              options={likes.map((each) => ({ value: each.id, label: roleName(each) }))}
              onChange={(id: string) => {
                const like = likes.find((each) => each.id === id);
                form.setFieldsValue({ grants: like?.grants ?? [], fields: like?.fields ?? [] });
              }}
            />
          </Form.Item>
        )}
        <p className="muted quiet-note">{t('staff:roles.value_hint')}</p>
        <Form.Item name="grants" label={t('staff:roles.grants')}>
          <GrantsInput />
        </Form.Item>
        <Form.Item name="fields" label={t('staff:roles.field_rights')}>
          <LaterFieldRights />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
