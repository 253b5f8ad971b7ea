import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Filter, keys, type Ref } from '@/api';
import { prune, toast, useMay, useShowProblem } from '@/lib';
import { type ConflictField, confirm, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { FilterInput } from '@/ui/list/FilterInput';
import { RefsInput } from '@/ui/RefsInput';
import { Select } from '@/ui/Select';
import type { Territory } from './TerritoriesPage';
import './territories.css';

type Values = {
  name: string;
  active: boolean;
  filter: Filter | undefined;
  people: Ref[];
  org_unit_id: string | null;
  deals: string;
};
type Props = { territory?: Territory; onClose: () => void; onSaved: () => void };

/** What of a territory can be changed, as the form holds it. */
function toValues(territory?: Territory): Values {
  return {
    name: territory?.name ?? '',
    active: territory?.active ?? true,
    filter: (territory?.filter as Filter | null | undefined) ?? undefined,
    people: territory?.people ?? [],
    org_unit_id: territory?.org_unit?.id ?? null,
    deals: territory?.deals ?? 'in_turn',
  };
}

/** Which customers go to whom. */
export function TerritoryDialog({ territory, onClose, onSaved }: Props) {
  const { t } = useTranslation('territories');
  const showProblem = useShowProblem();
  const mayRemove = useMay('territory', 'remove');
  const units = useQuery({ queryKey: keys.list('org-units'), queryFn: () => api.get('/org-units') });
  const remove = useMutation({
    mutationFn: ({ id, version }: Territory) => api.remove(`/territories/${id}`, version),
    onSuccess: () => {
      toast(t('territories:removed'));
      onSaved();
    },
    onError: showProblem,
  });
  const askRemove = async (gone: Territory) => {
    const yes = await confirm({
      title: t('territories:remove_title', { name: gone.name }),
      text: t('territories:remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(gone);
  };
  const conflicts: ConflictField[] = [
    { key: 'name', label: t('territories:name'), show: String },
    { key: 'active', label: t('territories:active'), show: String },
    {
      key: 'people',
      label: t('territories:people'),
      show: (people) => (people as Ref[]).map(({ name }) => name).join(t('ui:comma')) || '–',
    },
    { key: 'deals', label: t('territories:deals'), show: (deals) => t(`territories:deals.${deals}`) },
  ];
  const send = ({ people, filter, ...rest }: Partial<Values>, version?: number) => {
    const named = people && { people: people.map(({ id }) => id) };
    if (!territory) {
      return api.post('/territories', { name: '', ...rest, ...named, filter: prune(filter) ?? null });
    }
    const chosen = filter === undefined ? {} : { filter: prune(filter) ?? null };
    return api.patch(`/territories/${territory.id}`, { ...rest, ...named, ...chosen }, version);
  };
  return (
    <FormDialog
      title={territory ? t('territories:change_of', { name: territory.name }) : t('territories:new')}
      width={640}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole={!territory}
        initial={toValues(territory)}
        version={territory?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as unknown as Territory) }}
        onSave={send}
        onSaved={onSaved}
        onCancel={onClose}
      >
        <Form.Item
          name="name"
          label={t('territories:name')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus placeholder={t('territories:name_example')} />
        </Form.Item>
        <Form.Item
          name="filter"
          label={t('territories:filter')}
          extra={t('territories:filter_hint')}
          className="territory-filter"
        >
          <FilterInput list="accounts" />
        </Form.Item>
        <Form.Item name="people" label={t('territories:people')}>
          <RefsInput list="users" label={t('territories:people_add')} />
        </Form.Item>
        <Form.Item name="org_unit_id" label={t('territories:unit')} extra={t('territories:unit_hint')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            loading={units.isPending}
            options={(units.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="deals" label={t('territories:deals')}>
          <Radio.Group
            options={['in_turn', 'least'].map((deals) => ({
              value: deals,
              label: t(`territories:deals.${deals}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="active" label={t('territories:active')} valuePropName="checked" layout="horizontal">
          <Switch />
        </Form.Item>
        {territory && mayRemove && (
          <Button danger type="text" onClick={() => void askRemove(territory)}>
            {t('ui:delete')}
          </Button>
        )}
      </RecordForm>
    </FormDialog>
  );
}
