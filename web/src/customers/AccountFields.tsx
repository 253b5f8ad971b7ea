import { useNavigate } from '@tanstack/react-router';
import { Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, type ListInfo, Problem, type Ref, type Row, useListInfo, useSave } from '@/api';
import { isFilled, ownStart, ownValues, toast, useFieldAccess, useMe, withOwn } from '@/lib';
import { useLayout } from '@/lib/useLayout';
import { RecordForm, Section, useConflictFields } from '@/ui';
import { Guarded } from '@/ui/Guarded';
import { AccountInput, COMPUTED } from './AccountInput';
import { AlikeNotes, isMadeAnyway } from './entryParts';
import { OwnField } from './fieldParts';
import { useAssigning } from './OwnerInput';
import type { Account } from './types';
import { ACCOUNT_LAYOUT } from './usualLayout';

type Values = Record<string, unknown> & {
  name: string;
  owner: Ref | null;
  cooperating_since: Dayjs | null;
  /** Whether the territories say whose a new customer is. */
  assign?: boolean;
};

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
  // Whoever is named as owner gets it: what is left to the territories names nobody.
  if (body.assign) body.owner_id = null;
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
  const access = useFieldAccess('account');
  const assigning = useAssigning(!present);
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
      // A new customer has what it began with, whatever of that the form shows.
      const saved = await (account
        ? save.mutateAsync({ id: account.id, version, body: toBody(values) })
        : make(toBody(form.getFieldsValue(true) as Partial<Values>)));
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
  const isAsked = ({ key, custom }: FieldInfo) =>
    custom?.required === true && (!account || isFilled(initial[key]));
  const inputOf = (key: string) => {
    const field = info?.fields.find((each) => each.key === key);
    const own = field?.custom && field.editable;
    if (!own && !KEYS.includes(key) && key !== COMPUTED) return undefined;
    if (access(key) === 'hidden') return undefined;
    return (
      <Guarded key={key} object="account" field={key}>
        {own ? (
          <OwnField list="accounts" field={field} asked={isAsked(field)} />
        ) : (
          <AccountInput
            name={key}
            choices={field?.choices ?? []}
            isNew={!account}
            isAssignable={assigning.isOffered && access('owner') === 'write'}
          />
        )}
      </Guarded>
    );
  };
  // Only what decides the layout is watched: whoever writes elsewhere does not have the form drawn anew.
  const deciding: Partial<Record<string, unknown>> = {
    channel_kind: Form.useWatch('channel_kind', form),
    kind: Form.useWatch('kind', form),
  };
  const { sections, isPending } = useLayout(
    'accounts',
    ACCOUNT_LAYOUT,
    (key) => deciding[key] ?? initial[key],
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
        {isPending || assigning.isPending ? (
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
