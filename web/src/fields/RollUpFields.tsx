import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListInfo } from '@/api';
import { useLabels, useListName } from '@/lib';
import { FilterInput } from '@/ui/list/FilterInput';
import { Select } from '@/ui/Select';
import { AGGREGATES, isRolledUp, ROLLED } from './rules';

type Props = {
  /** The list whose records get the field. */
  list: string;
  /** What is rolled up stays as it is; which rows of it may change. */
  made: boolean;
};

/** Which records are rolled up, how, and which of them. */
export function RollUpFields({ list, made }: Props) {
  const { t } = useTranslation('fields');
  const listName = useListName();
  const form = Form.useFormInstance();
  const of = Form.useWatch<string | undefined>('of', form) ?? '';
  const aggregate = Form.useWatch<string | undefined>('aggregate', form) ?? 'count';
  const labels = useLabels(of);
  const info = useListInfo(of || undefined);
  const required = [{ required: true, message: t('ui:required') }];
  const forget = (...names: string[]) =>
    form.setFieldsValue(Object.fromEntries(names.map((name) => [name, null])));
  return (
    <>
      <div className="form-grid">
        <Form.Item name="of" label={t('fields:roll_up.of')} rules={required}>
          <Select
            disabled={made}
            options={(ROLLED[list] ?? []).map((value) => ({ value, label: listName(value) }))}
            onChange={() => forget('field', 'filter')}
          />
        </Form.Item>
        <Form.Item name="aggregate" label={t('fields:roll_up.how')} rules={required}>
          <Select
            disabled={made}
            options={AGGREGATES.map((value) => ({ value, label: t(`fields:aggregate.${value}`) }))}
            onChange={() => forget('field')}
          />
        </Form.Item>
        {aggregate !== 'count' && (
          <Form.Item name="field" label={t('fields:roll_up.field')} rules={required}>
            <Select
              disabled={made}
              options={info.data?.fields
                .filter((field) => isRolledUp(field, aggregate))
                .map(({ key }) => ({ value: key, label: labels.field(key) }))}
            />
          </Form.Item>
        )}
      </div>
      {of && (
        <Form.Item name="filter" label={t('fields:roll_up.filter')} extra={t('fields:roll_up.filter_hint')}>
          <FilterInput list={of} />
        </Form.Item>
      )}
    </>
  );
}
