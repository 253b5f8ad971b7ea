import { Button, Checkbox, Form, Input } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { useOrgUnits, useRoleName, useRoles } from '@/staff';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import './providers.css';
import type { GroupMapping, Provider } from './types';

type Row = { group: string; role_id: string; org_unit_id?: string | null };
type Values = {
  /** The page beneath has a field `name`. */
  label: string;
  issuer: string;
  client_id: string;
  client_secret?: string;
  scopes: string;
  groups_claim: string;
  mapping: Row[];
  makes_users: boolean;
  links_by_email: boolean;
  ends_passwords: boolean;
  active: boolean;
};
type NewProvider = Schema<'NewIdentityProvider'>;
type Props = { provider?: Provider; onClose: () => void; onSaved: () => void };

const CHOICES = ['makes_users', 'links_by_email', 'ends_passwords', 'active'] as const;
const NEW: Values = {
  label: '',
  issuer: '',
  client_id: '',
  scopes: 'openid email profile',
  groups_claim: 'groups',
  mapping: [],
  makes_users: true,
  links_by_email: false,
  ends_passwords: false,
  active: true,
};

function toValues({ id: _id, version: _version, has_secret: _has, name, ...rest }: Provider): Values {
  return { ...rest, label: name };
}

function toMapping(rows: Row[]): GroupMapping[] {
  return rows.map(({ org_unit_id: unit = null, ...row }) => ({ ...row, org_unit_id: unit }));
}

/** Adds a house by which people sign in, or changes one. */
export function ProviderDialog({ provider, onClose, onSaved }: Props) {
  const { t } = useTranslation('staff');
  const required = [{ required: true, whitespace: true, message: t('ui:required') }];
  const send = (values: Partial<Values>, version?: number) => {
    const { label: name, mapping, client_secret: secret, ...rest } = values;
    const body = {
      ...rest,
      ...(name !== undefined && { name }),
      ...(mapping && { mapping: toMapping(mapping) }),
      // Empty means that the secret stays as it is.
      ...(secret && { client_secret: secret }),
    };
    return provider
      ? api.patch(`/identity-providers/${provider.id}`, body, version)
      : api.post('/identity-providers', body as NewProvider);
  };
  return (
    <FormDialog
      title={t(provider ? 'staff:provider.edit' : 'staff:provider.add')}
      width={680}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole={!provider}
        initial={provider ? toValues(provider) : NEW}
        version={provider?.version}
        pointers={{ label: 'name' }}
        onSave={send}
        onSaved={onSaved}
        onCancel={onClose}
      >
        <Form.Item
          name="label"
          label={t('staff:identity-providers.fields.name')}
          extra={t('staff:provider.name_hint')}
          rules={required}
        >
          <Input autoFocus placeholder={t('staff:provider.name_example')} />
        </Form.Item>
        <Form.Item
          name="issuer"
          label={t('staff:identity-providers.fields.issuer')}
          extra={t('staff:provider.issuer_hint')}
          rules={required}
        >
          <Input inputMode="url" placeholder="https://login.example.com" />
        </Form.Item>
        <Form.Item name="client_id" label={t('staff:identity-providers.fields.client_id')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="client_secret"
          label={t('staff:provider.client_secret')}
          extra={provider?.has_secret && t('staff:provider.secret_kept')}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <div className="two">
          <Form.Item name="scopes" label={t('staff:identity-providers.fields.scopes')}>
            <Input />
          </Form.Item>
          <Form.Item name="groups_claim" label={t('staff:identity-providers.fields.groups_claim')}>
            <Input />
          </Form.Item>
        </div>
        <p>{t('staff:identity-providers.fields.mapping')}</p>
        <p className="muted quiet-note">{t('staff:provider.mapping_hint')}</p>
        <Mapping />
        {CHOICES.map((choice) => (
          <Form.Item
            key={choice}
            name={choice}
            valuePropName="checked"
            extra={t(`staff:provider.${choice}_hint`)}
          >
            <Checkbox>{t(`staff:identity-providers.fields.${choice}`)}</Checkbox>
          </Form.Item>
        ))}
      </RecordForm>
    </FormDialog>
  );
}

/** Which group gives which role, and where in the tree. */
function Mapping() {
  const { t } = useTranslation('staff');
  const roles = useRoles();
  const units = useOrgUnits();
  const roleName = useRoleName();
  const required = [{ required: true, message: t('ui:required') }];
  return (
    <Form.List name="mapping">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }) => (
            <div key={key} className="mapping-row">
              <Form.Item name={[name, 'group']} rules={required}>
                <Input aria-label={t('staff:provider.group')} placeholder={t('staff:provider.group')} />
              </Form.Item>
              <Form.Item name={[name, 'role_id']} rules={required}>
                <Select
                  aria-label={t('staff:provider.role')}
                  placeholder={t('staff:provider.role')}
                  options={(roles.data ?? []).map((role) => ({ value: role.id, label: roleName(role) }))}
                />
              </Form.Item>
              <Form.Item name={[name, 'org_unit_id']}>
                <Select
                  aria-label={t('staff:provider.unit')}
                  placeholder={t('staff:provider.unit')}
                  allowClear
                  onClear={() => undefined}
                  options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
                />
              </Form.Item>
              <button
                type="button"
                className="icon-button"
                aria-label={t('staff:provider.remove_row')}
                onClick={() => remove(name)}
              >
                <X size={16} aria-hidden />
              </button>
            </div>
          ))}
          <Form.Item>
            <Button size="small" icon={<Plus size={14} />} onClick={() => add({})}>
              {t('staff:provider.add_row')}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  );
}
