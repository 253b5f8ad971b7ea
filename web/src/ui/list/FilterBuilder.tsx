import { Button } from 'antd';
import { FolderPlus, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Condition, FieldInfo, Filter, Op } from '@/api';
import {
  append,
  asGroup,
  changeKind,
  countConditions,
  type FilterPath,
  type GroupKind,
  isCondition,
  kindOf,
  MAX_CONDITIONS,
  MAX_LEVELS,
  membersOf,
  needsValue,
  newCondition,
  OPS,
  replaceAt,
  useLabels,
  withOp,
} from '@/lib';
import { Select } from '../Select';
import { ValueEditor } from './ValueEditor';

type Props = {
  list: string;
  fields: FieldInfo[];
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
};

/** The whole filter as nested groups of typed conditions. */
export function FilterBuilder({ list, fields, filter, onChange }: Props) {
  const { t } = useTranslation('ui');
  const root = asGroup(filter);
  return (
    <div className="builder">
      <GroupEditor list={list} fields={fields} root={root} group={root} path={[]} onChange={onChange} />
      <footer>
        <Button
          type="text"
          size="small"
          disabled={countConditions(root) === 0}
          onClick={() => onChange({ all: [] })}
        >
          {t('ui:filter.clear')}
        </Button>
      </footer>
    </div>
  );
}

type GroupProps = Omit<Props, 'filter'> & { root: Filter; group: Filter; path: FilterPath };

function GroupEditor({ list, fields, root, group, path, onChange }: GroupProps) {
  const { t } = useTranslation('ui');
  const members = membersOf(group);
  const first = fields[0];
  const full = countConditions(root) >= MAX_CONDITIONS;
  const add = (member: Filter) => onChange(append(root, path, member));
  return (
    <div
      className={`group${path.length > 0 ? ' inner' : ''}`}
      role="group"
      aria-label={t(`ui:filter.group.${kindOf(group)}`)}
    >
      <div className="group-head">
        <Select<GroupKind>
          size="small"
          variant="filled"
          value={kindOf(group)}
          aria-label={t('ui:filter.kind')}
          popupMatchSelectWidth={false}
          options={(['all', 'any', 'not'] as const).map((kind) => ({
            value: kind,
            label: t(`ui:filter.group.${kind}`),
          }))}
          onChange={(kind) => onChange(changeKind(root, path, kind))}
        />
        {path.length > 0 && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('ui:filter.remove_group')}
            onClick={() => onChange(replaceAt(root, path, undefined))}
          >
            <X size={15} aria-hidden />
          </button>
        )}
      </div>
      {members.map((member, index) => {
        const here = [...path, index];
        // A condition has no identity of its own: its place in the tree is the only one.
        const key = here.join('.');
        return isCondition(member) ? (
          <ConditionEditor
            key={key}
            list={list}
            fields={fields}
            condition={member}
            onChange={(next) => onChange(replaceAt(root, here, next))}
          />
        ) : (
          <GroupEditor
            key={key}
            list={list}
            fields={fields}
            root={root}
            group={member}
            path={here}
            onChange={onChange}
          />
        );
      })}
      <div className="group-foot">
        <Button
          type="text"
          size="small"
          icon={<Plus size={14} />}
          disabled={full || !first}
          onClick={() => first && add(newCondition(first))}
        >
          {t('ui:filter.add')}
        </Button>
        {path.length < MAX_LEVELS - 2 && (
          <Button
            type="text"
            size="small"
            icon={<FolderPlus size={14} />}
            disabled={full || !first}
            onClick={() => first && add({ any: [newCondition(first)] })}
          >
            {t('ui:filter.add_group')}
          </Button>
        )}
      </div>
    </div>
  );
}

type ConditionProps = {
  list: string;
  fields: FieldInfo[];
  condition: Condition;
  onChange: (condition: Condition | undefined) => void;
};

function ConditionEditor({ list, fields, condition, onChange }: ConditionProps) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const field = fields.find((each) => each.key === condition.field);
  return (
    <div className="condition">
      <Select<string>
        size="small"
        className="condition-field"
        value={condition.field}
        aria-label={t('ui:filter.field')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={fields.map((each) => ({ value: each.key, label: labels.field(each.key) }))}
        onChange={(key) => {
          const next = fields.find((each) => each.key === key);
          if (next) onChange(newCondition(next));
        }}
      />
      {field && (
        <Select<Op>
          size="small"
          className="condition-op"
          value={condition.op}
          aria-label={t('ui:filter.op')}
          popupMatchSelectWidth={false}
          options={OPS[field.kind].map((op) => ({ value: op, label: t(`ui:op.${op}`) }))}
          onChange={(op) => onChange(withOp(condition, field.kind, op))}
        />
      )}
      <span className="condition-value">
        {field && needsValue(condition.op) && (
          <ValueEditor
            list={list}
            field={field}
            op={condition.op}
            value={condition.value}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('ui:filter.remove')}
        onClick={() => onChange(undefined)}
      >
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}
