import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, type ListInfo, Problem, type Ref, type Row, useListInfo, useSave } from '@/api';
import {
  isFilled,
  ownStart,
  ownValues,
  toast,
  today,
  useFieldAccess,
  useLabels,
  useMe,
  withOwn,
} from '@/lib';
import { useLayout } from '@/lib/useLayout';
import { RecordForm, RefSelect, Section, TagsInput, useConflictFields } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { Guarded } from '@/ui/Guarded';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { usePastRule } from '@/ui/usePastRule';
import { AlikeAt, AlikeNotes, isMadeAnyway } from './entryParts';
import { OwnField } from './fieldParts';
import type { Account } from './types';
import { ACCOUNT_LAYOUT } from './usualLayout';

type Values = Record<string, unknown> & { name: string; owner: Ref | null; cooperating_since: Dayjs | null };

const TEXTS = ['also_known_as', 'number', 'phone', 'region', 'address', 'website', 'credit_code', 'remark'];
const KEYS = [
  'name',
  'also_known_as',
  'number',
  'kind',
  'channel_kind',
  'owner',
  'tags',
  'cooperating_since',
  'phone',
  'region',
  'address',
  'website',
  'credit_code',
  'credit_grade',
  'market_position',
  'ownership_form',
  'high_tech',
  'public_sector',
  'remark',
];

function toValues(row: Row): Partial<Values> {
  const picked = Object.fromEntries(KEYS.map((key) => [key, row[key] ?? null]));
  const since = row.cooperating_since;
  return {
    ...picked,
    ...ownValues(row),
    cooperating_since: typeof since === 'string' ? dayjs(since) : null,
  } as Partial<Values>;
}

function toBody(values: Partial<Values>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (key === 'owner') body.owner_id = values.owner?.id ?? null;
    else if (key === 'cooperating_since')
      body.cooperating_since = values.cooperating_since?.format('YYYY-MM-DD') ?? null;
    else if (TEXTS.includes(key)) body[key] = String(value ?? '').trim() || null;
    else body[key] = value;
  }
  return withOwn(body);
}

/** The fields of a customer, once it is known which the workspace has added. */
export function AccountFields({ account }: { account: Account | undefined }) {
  const info = useListInfo('accounts');
  if (info.isPending) return <i className="bone" style={{ height: 320 }} />;
  return <Fields account={account} info={info.data} />;
}

type Props = { account: Account | undefined; info: ListInfo | undefined };

/** What a customer was when the form opened is kept: a colleague's change meanwhile is a conflict. */
function Fields({ account: present, info }: Props) {
  const { t } = useTranslation('customers');
  const { user, workspace } = useMe();
  const [account] = useState(present);
  const [initial] = useState<Partial<Values>>(() =>
    present
      ? toValues(present)
      : {
          name: '',
          kind: 'organisation',
          owner: { id: user.id, name: user.name },
          tags: [],
          high_tech: false,
          public_sector: false,
          cooperating_since: null,
          ...ownStart(info?.fields ?? [], workspace.currency),
        },
  );
  const labels = useLabels('accounts');
  const access = useFieldAccess('account');
  const navigate = useNavigate();
  const save = useSave<Account>('accounts');
  const [form] = Form.useForm<Values>();
  const make = async (body: Record<string, unknown>) => {
    try {
      return await save.mutateAsync({ body });
    } catch (error) {
      if (!(await isMadeAnyway(error))) throw error;
      return save.mutateAsync({ body, query: { duplicates: 'allow' } });
    }
  };
  const send = async (values: Partial<Values>, version?: number) => {
    try {
      const saved = await (account
        ? save.mutateAsync({ id: account.id, version, body: toBody(values) })
        : make(toBody(values)));
      toast(t('ui:saved'));
      return saved;
    } catch (error) {
      // The server refuses a number that is taken; the hint beside the field says what to do.
      if (error instanceof Problem && error.errors.some((each) => each.pointer === '/number'))
        form.scrollToField('number');
      throw error;
    }
  };
  const leave = () => void navigate({ to: account ? `/accounts/${account.id}` : '/accounts' });
  const choice = (key: string, options: { required?: boolean } = {}) => (
    <Form.Item name={key} label={labels.field(key)}>
      <Select
        allowClear={!options.required}
        options={(info?.fields.find((field) => field.key === key)?.choices ?? []).map((value) => ({
          value,
          label: labels.choice(key, value),
        }))}
      />
    </Form.Item>
  );
  const text = (key: string, extra?: { hint?: string; type?: string; area?: boolean }) => (
    <Form.Item
      name={key}
      label={labels.field(key)}
      extra={extra?.hint}
      className={extra?.area ? 'wide' : undefined}
    >
      {extra?.area ? (
        <TextArea rows={3} most={10} />
      ) : (
        <Input type={extra?.type} inputMode={extra?.type === 'tel' ? 'tel' : undefined} />
      )}
    </Form.Item>
  );
  const past = usePastRule();
  const plain = (key: string) => {
    switch (key) {
      case 'name':
        return (
          <div className="wide">
            <Form.Item
              name="name"
              label={labels.field('name')}
              rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
            >
              <Input autoFocus={!account} />
            </Form.Item>
            <AlikeAt signs={['name']} />
          </div>
        );
      case 'kind':
        return choice(key, { required: true });
      case 'channel_kind':
      case 'credit_grade':
      case 'market_position':
      case 'ownership_form':
        return choice(key);
      case 'number':
        return text(key, { hint: t('customers:number_hint') });
      case 'also_known_as':
        return text(key, { hint: t('customers:also_known_as_hint') });
      case 'owner':
        return (
          <Form.Item name="owner" label={labels.field('owner')}>
            <RefSelect list="users" />
          </Form.Item>
        );
      case 'tags':
        return (
          <Form.Item name="tags" label={labels.field('tags')}>
            <TagsInput list="accounts" />
          </Form.Item>
        );
      case 'cooperating_since':
        return (
          <Form.Item name="cooperating_since" label={labels.field('cooperating_since')} rules={[past]}>
            <DayInput strict maxDate={today()} />
          </Form.Item>
        );
      case 'phone':
        return (
          <div>
            {text(key, { type: 'tel' })}
            <AlikeAt signs={['phone', 'mobile']} />
          </div>
        );
      case 'region':
        return text(key, { hint: t('customers:region_hint') });
      case 'address':
        return <div className="wide">{text(key)}</div>;
      case 'website':
        return text(key);
      case 'credit_code':
        return (
          <div>
            {text(key)}
            <AlikeAt signs={['credit_code']} />
          </div>
        );
      case 'high_tech':
      case 'public_sector':
        return (
          <Form.Item name={key} label={labels.field(key)} valuePropName="checked" layout="horizontal">
            <Switch />
          </Form.Item>
        );
      case 'remark':
        return text(key, { area: true });
      case 'history':
        return <p className="wide muted quiet">{t('customers:computed_hint')}</p>;
      default:
        return undefined;
    }
  };
  const isAsked = ({ key, custom }: FieldInfo) =>
    custom?.required === true && (!account || isFilled(initial[key]));
  const inputOf = (key: string) => {
    const field = info?.fields.find((each) => each.key === key && each.custom && each.editable);
    const input = field ? <OwnField list="accounts" field={field} asked={isAsked(field)} /> : plain(key);
    if (!input || access(key) === 'hidden') return undefined;
    return (
      <Guarded key={key} object="account" field={key}>
        {input}
      </Guarded>
    );
  };
  const kinds = Form.useWatch([], form) as Partial<Values> | undefined;
  const { sections, isPending } = useLayout(
    'accounts',
    ACCOUNT_LAYOUT,
    (key) => (kinds ?? initial)[key],
    (key) => key === 'name' || Boolean(info?.fields.some((field) => field.key === key && isAsked(field))),
  );
  const own = info?.fields.flatMap(({ key, custom }) => (custom ? [key] : [])) ?? [];
  const conflicts = useConflictFields('accounts', [...KEYS, ...own]);
  return (
    <RecordForm<Values>
      form={form}
      initial={initial}
      whole={!account}
      version={account?.version}
      pointers={{ owner: 'owner_id' }}
      conflict={{ fields: conflicts, toValues }}
      again={!account}
      onSave={send}
      onSaved={(saved) => {
        // After the form has let go of its guard.
        if (saved) setTimeout(() => void navigate({ to: `/accounts/${(saved as Account).id}` }));
      }}
      onCancel={leave}
    >
      <AlikeNotes sort="account" form={form} except={account?.id}>
        {isPending ? (
          <i className="bone" style={{ height: 320 }} />
        ) : (
          sections.map(({ title, fields }, n) => {
            const inputs = fields.flatMap((key) => inputOf(key) ?? []);
            return inputs.length > 0 ? (
              <Section key={n} title={title}>
                <div className="form-grid">{inputs}</div>
              </Section>
            ) : null;
          })
        )}
      </AlikeNotes>
    </RecordForm>
  );
}
