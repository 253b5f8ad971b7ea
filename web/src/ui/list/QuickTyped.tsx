import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue } from '@/api';
import { type Ends, quickOp } from '@/lib';
import { ValueEditor } from './ValueEditor';

type Props = {
  list: string;
  field: FieldInfo;
  label: string;
  value: FilterValue | undefined;
  onSet: (value: FilterValue | undefined) => void;
};

/** The condition of a chip whose field has no choices: it is typed. Of a number either end may stay open. */
export function QuickTyped({ list, field, label, value, onSet }: Props) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState(value);
  const op = quickOp(field);
  const ends = (Array.isArray(typed) ? typed : ['', '']) as Ends;
  const end = (place: 0 | 1, name: 'gte' | 'lte') => (
    <div>
      <span className="muted">{t(`ui:op.${name}`)}</span>
      <ValueEditor
        list={list}
        field={field}
        op={name}
        label={t(`ui:op.${name}`)}
        value={ends[place]}
        onChange={(next) => {
          const bound = typeof next === 'number' ? next : '';
          setTyped(place === 0 ? [bound, ends[1]] : [ends[0], bound]);
        }}
      />
    </div>
  );
  return (
    <div className="options" role="dialog" aria-label={label}>
      <form
        className={`options-typed${op === 'between' ? ' ends' : ''}`}
        onSubmit={(event) => {
          event.preventDefault();
          onSet(typeof typed === 'string' ? typed.trim() : typed);
        }}
      >
        {op === 'between' ? (
          <>
            {end(0, 'gte')}
            {end(1, 'lte')}
          </>
        ) : (
          <>
            <span className="muted">{t(`ui:op.${op}`)}</span>
            <ValueEditor list={list} field={field} op={op} value={typed} onChange={setTyped} />
          </>
        )}
        <Button type="primary" size="small" htmlType="submit">
          {t('ui:bulk.apply')}
        </Button>
      </form>
    </div>
  );
}
