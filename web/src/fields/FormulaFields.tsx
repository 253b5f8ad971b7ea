import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/Select';
import { FormulaInput } from './FormulaInput';
import { GIVES } from './rules';

type Props = {
  /** The list whose records get the field. */
  list: string;
  /** What it gives stays as it is; how it is reckoned may change. */
  made: boolean;
};

/** How a field is reckoned, and what comes out. */
export function FormulaFields({ list, made }: Props) {
  const { t } = useTranslation('fields');
  return (
    <>
      <Form.Item
        name="expression"
        label={t('fields:type.formula')}
        extra={t('fields:formula.hint')}
        rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
      >
        <FormulaInput list={list} />
      </Form.Item>
      <Form.Item name="gives" label={t('fields:formula.gives')}>
        <Select
          disabled={made}
          options={GIVES.map((value) => ({ value, label: t(`fields:type.${value}`) }))}
        />
      </Form.Item>
    </>
  );
}
