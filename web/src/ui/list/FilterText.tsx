import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Condition, type FieldInfo, type Filter, useListInfo } from '@/api';
import { isCondition, kindOf, membersOf, useFormat, useLabels, useMe } from '@/lib';
import { ME, useRefNames } from '../refs';
import { PRESETS } from './QuickFilter';

type Props = { list: string; filter: Filter };

/** A filter in words, for who looks back at what was asked. */
export function FilterText({ list, filter }: Props) {
  const info = useListInfo(list).data;
  return info ? <Part list={list} filter={filter} fields={info.fields} /> : null;
}

function Part({ list, filter, fields, inner }: Props & { fields: FieldInfo[]; inner?: boolean }) {
  const { t } = useTranslation('ui');
  if (isCondition(filter)) {
    const field = fields.find((each) => each.key === filter.field);
    return field ? <ConditionText list={list} field={field} condition={filter} /> : filter.field;
  }
  const kind = kindOf(filter);
  const between = t(kind === 'any' ? 'ui:filter.or' : 'ui:semicolon');
  const members = membersOf(filter).map((member, index) => (
    // A condition has no identity of its own: its place in the tree is the only one.
    <Fragment key={index}>
      {index > 0 && between}
      <Part list={list} filter={member} fields={fields} inner />
    </Fragment>
  ));
  if (kind === 'not') return <Wrapped before={t('ui:filter.without')}>{members}</Wrapped>;
  return inner && members.length > 1 ? <Wrapped>{members}</Wrapped> : members;
}

function Wrapped({ before, children }: { before?: string; children: ReactNode }) {
  return (
    <>
      {before}({children})
    </>
  );
}

type ConditionProps = { list: string; field: FieldInfo; condition: Condition };

function ConditionText({ list, field, condition }: ConditionProps) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const format = useFormat();
  const { currency } = useMe().workspace;
  const { value } = condition;
  const parts = Array.isArray(value) ? value.map(String) : [];
  const names = useRefNames(field.reference ?? '', field.kind === 'reference' ? parts : []);
  const preset = PRESETS.find((each) => JSON.stringify(each.value) === JSON.stringify(value));
  const one = (part: unknown): string => {
    if (typeof part === 'boolean') return t(part ? 'ui:yes' : 'ui:no');
    if (typeof part === 'number' && field.kind === 'ratio') return format.ratio(part);
    if (typeof part === 'number')
      return field.kind === 'money'
        ? format.moneyExact({ minor: part, currency })
        : format.number(part, field.decimals);
    const text = String(part);
    if (text === ME) return t('ui:me');
    return field.kind === 'reference' ? (names.get(text) ?? text) : labels.choice(field.key, text);
  };
  const shown = () => {
    if (preset) return t(`ui:range.${preset.key}`);
    if (value === undefined || value === null) return '';
    if (Array.isArray(value)) return value.map(one).join(condition.op === 'between' ? ' – ' : t('ui:comma'));
    return typeof value === 'object' ? t('ui:filter.custom') : one(value);
  };
  return <>{[labels.field(field.key), t(`ui:op.${condition.op}`), shown()].filter(Boolean).join(' ')}</>;
}
