import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue } from '@/api';
import { quickOp } from '@/lib';
import { ValueEditor } from './ValueEditor';

type Props = {
  list: string;
  field: FieldInfo;
  label: string;
  value: FilterValue | undefined;
  onSet: (value: FilterValue | undefined) => void;
};

/** The condition of a chip whose field has no choices: it is typed. */
export function QuickTyped({ list, field, label, value, onSet }: Props) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState(value);
  const op = quickOp(field);
  return (
    <div className="options" role="dialog" aria-label={label}>
      <form
        className="options-typed"
        onSubmit={(event) => {
          event.preventDefault();
          onSet(typeof typed === 'string' ? typed.trim() : typed);
        }}
      >
        <span className="muted">{t(`ui:op.${op}`)}</span>
        <ValueEditor list={list} field={field} op={op} value={typed} onChange={setTyped} />
        <Button type="primary" size="small" htmlType="submit">
          {t('ui:bulk.apply')}
        </Button>
      </form>
    </div>
  );
}
