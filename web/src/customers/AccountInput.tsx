import { Form, Input, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { today, useLabels } from '@/lib';
import { TagsInput } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { usePastRule } from '@/ui/usePastRule';
import { AlikeAt } from './entryParts';
import { AssignChoice, OwnerInput } from './OwnerInput';

/** The first of the fields that are reckoned: in its place stands what is said of all of them. */
export const COMPUTED = 'history';

/** Texts with a line beneath that says what belongs there. */
const HINTED = ['number', 'also_known_as', 'region'];
/** By what a customer who is there already is recognised, beneath the field. */
const SIGNS: Record<string, Parameters<typeof AlikeAt>[0]['signs']> = {
  name: ['name'],
  phone: ['phone', 'mobile'],
  credit_code: ['credit_code'],
};
/** Fields that take the whole width. */
const WIDE = ['name', 'address', 'remark'];
const SWITCHES = ['high_tech', 'public_sector'];
/** Every customer is one of them. */
const NEVER_EMPTY = 'kind';

type Props = {
  name: string;
  /** What can be chosen, if it is a choice. */
  choices: string[];
  isNew: boolean;
  /** Whether it can be left to the territories whose it is. */
  isAssignable: boolean;
};

/** One field of a customer in its form. */
export function AccountInput({ name, choices, isNew, isAssignable }: Props) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const past = usePastRule();
  if (name === COMPUTED) return <p className="wide muted quiet">{t('customers:computed_hint')}</p>;
  const rules = {
    name: [{ required: true, whitespace: true, message: t('ui:required') }],
    cooperating_since: [past],
  }[name];
  return (
    <div className={WIDE.includes(name) ? 'wide' : undefined}>
      <Form.Item
        name={name}
        label={labels.field(name)}
        rules={rules}
        extra={HINTED.includes(name) ? t(`customers:${name}_hint`) : undefined}
        {...(SWITCHES.includes(name) && { valuePropName: 'checked', layout: 'horizontal' })}
      >
        {boxOf(
          name,
          choices.map((value) => ({ value, label: labels.choice(name, value) })),
          isNew,
        )}
      </Form.Item>
      {name === 'owner' && isAssignable && <AssignChoice />}
      {SIGNS[name] && <AlikeAt signs={SIGNS[name]} />}
    </div>
  );
}

function boxOf(name: string, options: { value: string; label: string }[], isNew: boolean) {
  if (SWITCHES.includes(name)) return <Switch />;
  if (options.length > 0) return <Select allowClear={name !== NEVER_EMPTY} options={options} />;
  switch (name) {
    case 'owner':
      return <OwnerInput />;
    case 'tags':
      return <TagsInput list="accounts" />;
    case 'cooperating_since':
      return <DayInput strict maxDate={today()} />;
    case 'remark':
      return <TextArea rows={3} most={10} />;
    case 'phone':
      return <Input type="tel" inputMode="tel" />;
    default:
      return <Input autoFocus={isNew && name === 'name'} />;
  }
}
