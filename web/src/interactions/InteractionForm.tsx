import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Row } from '@/api';
import { instantOf, toast, useLabels } from '@/lib';
import { RecordForm, RefSelect, useConflictFields } from '@/ui';
import { ChipSet, Chips } from '@/ui/Chips';
import { ClockInput } from '@/ui/ClockInput';
import { NumberInput } from '@/ui/NumberInput';
import { TextArea } from '@/ui/TextArea';
import { usePastRule } from '@/ui/usePastRule';
import { useRangeRule } from '@/ui/useRangeRule';
import { answered, isOurCall, outcomeOf, toldByOutcome } from './answered';
import { ContactSelect } from './ContactSelect';
import { channelIcon } from './channels';
import { EpisodeSelect } from './EpisodeSelect';
import './log.css';
import { QuickDate } from './QuickDate';
import { CHANNELS, DAY_MINUTES, DIRECTIONS, type Interaction, OUTCOMES, PURPOSES } from './types';
import { useRefresh } from './useRefresh';

type DueValues = { text?: string; due_on?: string | null };
type LogValues = {
  account: Ref | null;
  contacts: Ref[];
  episode: Ref | null;
  channel: string;
  direction: string | null;
  two_way: string | null;
  purposes: string[];
  minutes: number | null;
  body: string;
  outcome: string | null;
  at: Dayjs | null;
  promise: DueValues;
  next_step: DueValues;
};

type Props = {
  account?: Ref;
  contact?: Ref;
  channel?: string;
  /** Set when an earlier record is changed: what happened when, on which channel, stays. */
  record?: Interaction;
  onSaved: () => void;
  onCancel?: () => void;
};

function yesNo(value: boolean | undefined): string | null {
  return value === undefined ? null : value ? 'yes' : 'no';
}

const CHANGEABLE = ['contacts', 'episode', 'two_way', 'purposes', 'minutes', 'body', 'outcome'];

/** What of an earlier record can be changed, as the form holds it. */
function toValues(record: Interaction | undefined) {
  return {
    contacts: peopleOf(record),
    episode: record?.episode ?? null,
    two_way: yesNo(record?.two_way),
    purposes: record?.purposes ?? [],
    minutes: record?.minutes || null,
    body: record?.body ?? '',
    outcome: record?.outcome ?? null,
  };
}

/** The people of a record, the first one first. */
function peopleOf(record: Interaction | undefined): Ref[] {
  return record ? [...(record.contact ? [record.contact] : []), ...record.others] : [];
}

function dueOf(values: DueValues | undefined, fallback: string) {
  if (!values?.due_on) return undefined;
  return { text: values.text?.trim() || fallback, due_on: values.due_on };
}

/** Writes down a contact with a customer in seconds; what is seldom needed is folded away. */
export function InteractionForm({ account, contact, channel, record, onSaved, onCancel }: Props) {
  const { t } = useTranslation('interactions');
  const ofADay = useRangeRule(0, DAY_MINUTES);
  const labels = useLabels('interactions');
  const client = useQueryClient();
  const refresh = useRefresh();
  const [form] = Form.useForm<LogValues>();
  const chosen = Form.useWatch('account', form) ?? account ?? record?.account;
  const told = toldByOutcome(Form.useWatch('outcome', form));
  const onChannel = Form.useWatch('channel', form) ?? channel ?? 'phone';
  const towards = Form.useWatch('direction', form);
  const past = usePastRule(true);
  const isCall = !record && isOurCall(onChannel, towards);
  useEffect(() => {
    if (isCall && told !== undefined) form.setFieldValue('two_way', told ? 'yes' : 'no');
  }, [isCall, told, form]);
  const choices = (key: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: labels.choice(key, value) }));

  const initial: Partial<LogValues> = {
    ...toValues(record),
    account: account ?? record?.account ?? null,
    ...(contact && { contacts: [contact] }),
    channel: channel ?? record?.channel ?? 'phone',
    direction: record?.direction ?? null,
    at: null,
  };
  const conflicts = useConflictFields('interactions', CHANGEABLE, {
    keys: { contacts: 'contact' },
    show: { two_way: (value) => (value ? t(`ui:${String(value)}`) : '–') },
  });

  const save = async (values: Partial<LogValues>, version?: number) => {
    if (record) {
      const patch: Record<string, unknown> = {};
      if (values.contacts) {
        const [first, ...others] = values.contacts.map((ref) => ref.id);
        patch.contact_id = first ?? null;
        patch.other_ids = others;
      }
      if ('episode' in values) patch.episode_id = values.episode?.id ?? null;
      if (values.two_way) patch.two_way = values.two_way === 'yes';
      if ('purposes' in values) patch.purposes = values.purposes;
      if ('minutes' in values) patch.minutes = values.minutes ?? 0;
      if ('body' in values) patch.body = values.body?.trim() || null;
      if ('outcome' in values) patch.outcome = values.outcome;
      const saved = await api.patch(`/interactions/${record.id}`, patch, version);
      client.setQueryData(keys.record('interactions', record.id), saved);
      return refresh(saved.account?.id);
    }
    // Where the account is given, the form has no field for it.
    const to = account?.id ?? values.account?.id ?? '';
    const [first, ...others] = (values.contacts ?? []).map((ref) => ref.id);
    await api.post('/interactions', {
      account_id: to,
      contact_id: first,
      other_ids: others,
      episode_id: values.episode?.id,
      channel: values.channel ?? 'phone',
      direction: values.direction ?? undefined,
      two_way: answered(values.two_way, values.outcome),
      purposes: values.purposes ?? [],
      at: values.at ? instantOf(values.at) : undefined,
      minutes: values.minutes ?? 0,
      body: values.body?.trim() || undefined,
      outcome: isCall ? outcomeOf(values.outcome, values.two_way) : (values.outcome ?? undefined),
      promise: dueOf(values.promise, t('interactions:promise')),
      next_step: dueOf(values.next_step, t('interactions:log.next_step_default')),
    });
    refresh(to);
  };

  return (
    <RecordForm<LogValues>
      form={form}
      initial={initial}
      whole={!record}
      version={record?.version}
      pointers={{ account: 'account_id', contacts: 'contact_id', episode: 'episode_id' }}
      conflict={{ fields: conflicts, toValues: (row) => toValues(row as Interaction & Row) }}
      onSave={save}
      onSaved={() => {
        toast(t('interactions:log.saved'));
        onSaved();
      }}
      onCancel={onCancel}
      saveLabel={t('interactions:log.save')}
    >
      {!account && !record && (
        <Form.Item
          name="account"
          label={t('interactions:interactions.fields.account')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <RefSelect list="accounts" />
        </Form.Item>
      )}
      {!record && (
        <Form.Item name="channel" label={t('interactions:interactions.fields.channel')}>
          <Chips
            label={t('interactions:interactions.fields.channel')}
            options={choices('channel', CHANNELS).map((each) => ({
              ...each,
              icon: channelIcon(each.value),
            }))}
          />
        </Form.Item>
      )}
      {isCall && (
        <Form.Item
          name="two_way"
          label={t('interactions:log.reached_ask')}
          rules={[{ required: true, message: t('interactions:log.reached_needed') }]}
        >
          <Chips
            label={t('interactions:log.reached_ask')}
            options={[
              { value: 'yes', label: labels.choice('outcome', 'reached') },
              { value: 'no', label: labels.choice('outcome', 'not_reached') },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="body" label={t('interactions:interactions.fields.body')}>
        <TextArea autoFocus rows={3} most={10} placeholder={t('interactions:log.body_hint')} />
      </Form.Item>
      <Form.Item name="outcome" label={t('interactions:interactions.fields.outcome')}>
        <Chips
          clearable
          label={t('interactions:interactions.fields.outcome')}
          options={choices('outcome', isCall ? OUTCOMES.slice(2) : OUTCOMES)}
        />
      </Form.Item>
      {!record && (
        <DueFields
          name="next_step"
          label={t('interactions:next_step')}
          hint={t('interactions:log.next_step_hint')}
        />
      )}
      <Form.Item name="purposes" label={t('interactions:purposes')}>
        <ChipSet label={t('interactions:purposes')} options={choices('purposes', PURPOSES)} />
      </Form.Item>
      <details className="log-more" open={record !== undefined}>
        <summary>{t('interactions:log.more')}</summary>
        <Form.Item name="contacts" label={t('interactions:interactions.fields.contact')}>
          <ContactSelect account={chosen?.id} />
        </Form.Item>
        <Form.Item name="episode" label={t('interactions:episode.label')}>
          <EpisodeSelect account={chosen?.id} />
        </Form.Item>
        <div className="log-pair">
          <Form.Item name="minutes" label={t('interactions:interactions.fields.minutes')} rules={[ofADay]}>
            <NumberInput strict decimals={0} style={{ width: '100%' }} />
          </Form.Item>
          {!record && (
            <Form.Item name="at" label={t('interactions:interactions.fields.at')} rules={[past]}>
              <ClockInput past placeholder={t('interactions:log.now')} />
            </Form.Item>
          )}
        </div>
        {!record && (
          <Form.Item name="direction" label={t('interactions:interactions.fields.direction')}>
            <Chips
              clearable
              label={t('interactions:interactions.fields.direction')}
              options={choices('direction', DIRECTIONS)}
            />
          </Form.Item>
        )}
        {!isCall && (
          <Form.Item
            name="two_way"
            label={t('interactions:interactions.fields.two_way')}
            extra={t('interactions:log.two_way_hint')}
          >
            <Chips
              clearable={!record}
              label={t('interactions:interactions.fields.two_way')}
              options={['yes', 'no'].map((value) => ({ value, label: t(`ui:${value}`) }))}
            />
          </Form.Item>
        )}
        {!record && (
          <DueFields
            name="promise"
            label={t('interactions:promise')}
            hint={t('interactions:log.promise_hint')}
          />
        )}
      </details>
    </RecordForm>
  );
}

type DueProps = { name: string; label: string; hint: string; required?: boolean };

/** What, and by which day. A text without a day is refused before it is sent. */
export function DueFields({ name, label, hint, required = false }: DueProps) {
  const { t } = useTranslation('interactions');
  return (
    <div className="log-due">
      <Form.Item
        name={[name, 'text']}
        label={label}
        rules={required ? [{ required, whitespace: true, message: t('interactions:log.step_needed') }] : []}
      >
        <Input placeholder={hint} />
      </Form.Item>
      <Form.Item
        name={[name, 'due_on']}
        dependencies={[[name, 'text']]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, day) =>
              day || (!required && !getFieldValue([name, 'text']))
                ? Promise.resolve()
                : Promise.reject(new Error(t('interactions:log.day_needed'))),
          }),
        ]}
      >
        <QuickDate label={t('interactions:log.by_day', { what: label })} />
      </Form.Item>
    </div>
  );
}
