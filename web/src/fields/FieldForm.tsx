import { Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { type FieldType, Problem, type Row } from '@/api';
import { useMe } from '@/lib';
import { RecordForm } from '@/ui';
import { FieldInput } from '@/ui/FieldInput';
import { Select } from '@/ui/Select';
import { ChoicesInput } from './ChoicesInput';
import type { Start } from './examples';
import { FormulaFields } from './FormulaFields';
import { RollUpFields } from './RollUpFields';
import { fieldOf, REFERRED, traitsOf } from './rules';
import { saveField, startOf, type Values, valuesOf } from './saveField';
import { iconOf } from './typeIcons';
import type { OwnField } from './types';
import { useFieldConflicts } from './useFieldConflicts';
import { useOwnRule } from './useOwnRule';

type Props = {
  list: string;
  type: FieldType;
  field?: OwnField;
  start?: Start;
  /** Goes back to the choice of the type. */
  onRetype?: () => void;
  onSaved: () => void;
  onCancel: () => void;
};

const DECIMALS = [0, 1, 2, 3, 4, 5, 6];
const MARKS = ['required', 'unique', 'searchable', 'indexed'] as const;

/** What a field is called, what it asks for and how it is found. */
export function FieldForm({ list, type, field, start, onRetype, onSaved, onCancel }: Props) {
  const { t } = useTranslation('fields');
  const { currency } = useMe().workspace;
  const [form] = Form.useForm<Values>();
  const unique = Form.useWatch('unique', form);
  const to = Form.useWatch('to', form);
  const decimals = Form.useWatch('decimals', form) ?? 0;
  const gives = Form.useWatch('gives', form) ?? 'number';
  const traits = traitsOf(type);
  const conflicts = useFieldConflicts(list, field ?? { type });
  const preset = fieldOf({ type, decimals, choices: field?.choices });
  const rule = useOwnRule(preset, false);
  const Icon = iconOf(type);
  const initial = field
    ? valuesOf(field, currency)
    : startOf(type, start, (key) => t(`fields:example.${key}`));
  // A new field's words get their keys when they are saved; before, none of them can be pointed to.
  const presets = traits.preset && !unique && !(traits.choices && !field);
  const textOf = (mark: (typeof MARKS)[number]) =>
    mark === 'indexed' && !traits.sorted ? 'indexed_filter' : mark;
  const offers = (mark: (typeof MARKS)[number]) => {
    if (mark === 'unique') return !field && traits.unique;
    // Fields that point to what may be merged always have their index.
    if (mark === 'indexed' && type === 'reference' && to !== 'user') return false;
    return traits[mark];
  };
  const send = async (values: Partial<Values>, version?: number) => {
    try {
      return await saveField({ list, type, field, values, version });
    } catch (error) {
      throw error instanceof Problem ? beside(error) : error;
    }
  };
  return (
    <RecordForm<Values>
      form={form}
      whole={!field}
      initial={initial}
      version={field?.version}
      conflict={{
        fields: conflicts,
        toValues: (row) => valuesOf(row as unknown as OwnField & Row, currency),
      }}
      onSave={send}
      onSaved={onSaved}
      onCancel={onCancel}
    >
      <p className="field-type">
        <Icon size={16} aria-hidden />
        <strong>{t(`fields:type.${type}`)}</strong>
        <span className="muted">{t(`fields:type_text.${type}`)}</span>
        {onRetype && (
          <button type="button" className="link" onClick={onRetype}>
            {t('fields:retype')}
          </button>
        )}
      </p>
      <Form.Item
        name="label"
        label={t('fields:label')}
        rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
      >
        <Input autoFocus={!field} />
      </Form.Item>
      {traits.choices && (
        <Form.Item name="choices" label={t('fields:choices')} extra={t('fields:choices_hint')}>
          <ChoicesInput />
        </Form.Item>
      )}
      {type === 'formula' && <FormulaFields list={list} made={Boolean(field)} />}
      {type === 'roll_up' && <RollUpFields list={list} made={Boolean(field)} />}
      {(type === 'number' || (type === 'formula' && gives === 'number')) && (
        <Form.Item name="decimals" label={t('fields:decimals')}>
          <Select
            disabled={Boolean(field)}
            options={DECIMALS.map((value) => ({ value, label: t('fields:decimals_of', { count: value }) }))}
          />
        </Form.Item>
      )}
      {type === 'reference' && (
        <Form.Item name="to" label={t('fields:points_to')}>
          <Select
            disabled={Boolean(field)}
            options={REFERRED.map((value) => ({ value, label: t(`fields:to.${value}`) }))}
          />
        </Form.Item>
      )}
      <Form.Item name="help" label={t('fields:help')} extra={t('fields:help_hint')}>
        <Input />
      </Form.Item>
      {presets && (
        <Form.Item name="default" label={t('fields:default')} extra={t('fields:default_hint')} rules={[rule]}>
          <FieldInput list={list} field={preset} strict />
        </Form.Item>
      )}
      {MARKS.filter(offers).map((mark) => (
        <Form.Item key={mark} name={mark} valuePropName="checked" className="field-mark">
          <Checkbox disabled={mark === 'indexed' && (unique || field?.unique)}>
            {t(`fields:${textOf(mark)}`)}
            <small className="muted">{t(`fields:${textOf(mark)}_hint`)}</small>
          </Checkbox>
        </Form.Item>
      ))}
      {field ? (
        <p className="muted quiet-note">{t('fields:key_is', { key: field.key })}</p>
      ) : (
        <details className="field-more">
          <summary className="muted">{t('fields:more')}</summary>
          <Form.Item name="key" label={t('fields:key')} extra={t('fields:key_hint')}>
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
        </details>
      )}
    </RecordForm>
  );
}

/** Of a new field, the errors of its kind stand beside the fields of the form. */
function beside(problem: Problem): Problem {
  const errors = problem.errors.map((error) => ({
    ...error,
    pointer: error.pointer.replace(/^\/kind\//, '/'),
  }));
  return Object.assign(
    new Problem({ status: problem.status, code: problem.code, errors }, problem.retryAfter),
    {
      message: problem.message,
      current: problem.current,
    },
  );
}
