import { Button, Form, Input, Radio } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useLabels } from '@/lib';
import { RefSelect } from '@/ui';
import { Select } from '@/ui/Select';
import { ROLES } from './types';

export type PlaceValue = { account: Ref | null; roles: string[]; title?: string | null; is_primary: boolean };

/** The accounts of a person, each with its roles there; one of them is the first. */
export function PlacesInput() {
  const { t } = useTranslation('contacts');
  const labels = useLabels('contacts');
  const form = Form.useFormInstance();
  const places: PlaceValue[] = Form.useWatch('accounts', form) ?? [];
  const makePrimary = (index: number) =>
    form.setFieldValue(
      'accounts',
      places.map((place, other) => ({ ...place, is_primary: other === index })),
    );
  return (
    <Form.List name="accounts">
      {(fields, { add, remove }) => (
        <div className="places">
          {fields.map(({ key, name }) => (
            <div key={key} className="place">
              <Form.Item
                name={[name, 'account']}
                label={t('contacts:contacts.fields.account')}
                rules={[{ required: true, message: t('ui:required') }]}
              >
                <RefSelect list="accounts" />
              </Form.Item>
              <Form.Item name={[name, 'title']} label={t('contacts:contacts.fields.title')}>
                <Input />
              </Form.Item>
              <Form.Item name={[name, 'roles']} label={t('contacts:contacts.fields.roles')} className="wide">
                <Select
                  mode="multiple"
                  showSearch={{ optionFilterProp: 'label' }}
                  options={ROLES.map((role) => ({ value: role, label: labels.choice('roles', role) }))}
                />
              </Form.Item>
              <div className="place-foot">
                {fields.length > 1 && (
                  <Radio checked={places[name]?.is_primary === true} onChange={() => makePrimary(name)}>
                    {t('contacts:primary')}
                  </Radio>
                )}
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t('contacts:place_remove')}
                  onClick={() => remove(name)}
                >
                  <X size={15} aria-hidden />
                </button>
              </div>
            </div>
          ))}
          <Button
            icon={<Plus size={15} />}
            onClick={() => add({ account: null, roles: [], is_primary: fields.length === 0 })}
          >
            {t('contacts:place_add')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}
