import { Form, type FormInstance, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { Check, HeartHandshake } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Money, type Ref } from '@/api';
import { instantOf, now, toast, useLabels } from '@/lib';
import { RecordForm, RefSelect } from '@/ui';
import { Chips } from '@/ui/Chips';
import { ClockInput } from '@/ui/ClockInput';
import { TextArea } from '@/ui/TextArea';
import { usePastRule } from '@/ui/usePastRule';
import { ContactSelect } from './ContactSelect';
import { DueFields } from './InteractionForm';
import { OUTCOMES, STEPS } from './types';
import { useRefresh } from './useRefresh';
import { HelpRows, NowButton, ProductRows, RivalRows } from './VisitRows';

export type VisitValues = {
  account: Ref | null;
  contacts: Ref[];
  body: string;
  outcome: string | null;
  next_step: { text?: string; due_on?: string | null };
  visit: {
    goal: string;
    checked_in_at: Dayjs | null;
    checked_out_at: Dayjs | null;
    pitch_started_at: Dayjs | null;
    steps: string[];
    help: { kind: string; minutes: number | null; at: Dayjs | null }[];
    stock: { product: string; cases: number | null }[];
    rivals: { name: string; price: Money | null; display: string; promotion: string }[];
    put_right: string;
    draft: { product: string; cases: number | null }[];
  };
};

type Props = {
  account?: Ref;
  contact?: Ref;
  onSaved: () => void;
};

function sent(visit: VisitValues['visit']) {
  const at = (time: Dayjs | null | undefined) => (time ? instantOf(time) : undefined);
  const products = (rows: { product: string; cases: number | null }[] | undefined) =>
    (rows ?? [])
      .filter((each) => each.product?.trim())
      .map((each) => ({ product: each.product, cases: each.cases ?? 0 }));
  return {
    goal: visit.goal?.trim() || undefined,
    checked_in_at: at(visit.checked_in_at),
    checked_out_at: at(visit.checked_out_at),
    pitch_started_at: at(visit.pitch_started_at),
    steps: STEPS.filter((step) => visit.steps?.includes(step)),
    help: (visit.help ?? []).map((each) => ({
      kind: each.kind,
      minutes: each.minutes ?? 0,
      at: at(each.at) ?? at(visit.checked_in_at) ?? instantOf(now()),
    })),
    stock: products(visit.stock),
    rivals: (visit.rivals ?? [])
      .filter((each) => each.name?.trim())
      .map((each) => ({
        name: each.name,
        price_minor: each.price?.minor,
        display: each.display?.trim() || undefined,
        promotion: each.promotion?.trim() || undefined,
      })),
    put_right: visit.put_right?.trim() || undefined,
    draft: products(visit.draft),
  };
}

/** A store visit, step by step, filled in on the way with one thumb. */
export function VisitForm({ account, contact, onSaved }: Props) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const refresh = useRefresh();
  const [form] = Form.useForm<VisitValues>();
  const chosen = Form.useWatch('account', form) ?? account;
  const initial: Partial<VisitValues> = {
    account: account ?? null,
    contacts: contact ? [contact] : [],
    outcome: null,
    body: '',
    visit: {
      goal: '',
      checked_in_at: now(),
      checked_out_at: null,
      pitch_started_at: null,
      steps: [],
      help: [],
      stock: [],
      rivals: [],
      put_right: '',
      draft: [],
    },
  };
  const save = async (values: VisitValues) => {
    const visit = values.visit;
    if (!visit) return;
    // Where the account is given, the form has no field for it.
    const to = account?.id ?? values.account?.id ?? '';
    const report = sent(visit);
    const [first, ...others] = (values.contacts ?? []).map((ref) => ref.id);
    await api.post('/interactions', {
      account_id: to,
      contact_id: first,
      other_ids: others,
      channel: 'visit',
      at: report.checked_in_at,
      body: values.body?.trim() || undefined,
      outcome: values.outcome ?? undefined,
      next_step: values.next_step?.due_on
        ? {
            text: values.next_step.text?.trim() ?? '',
            due_on: values.next_step.due_on,
          }
        : undefined,
      visit: report,
    });
    refresh(to);
  };
  const past = usePastRule(true);
  const time = (name: 'checked_in_at' | 'checked_out_at' | 'pitch_started_at', label: string) => (
    <Form.Item label={label} className="visit-time">
      <Form.Item name={['visit', name]} noStyle rules={name === 'checked_in_at' ? [past] : undefined}>
        <ClockInput
          past={name === 'checked_in_at'}
          aria-label={label}
          placeholder={t('interactions:visit.no_time')}
        />
      </Form.Item>
      <NowButton form={form} name={['visit', name]} />
    </Form.Item>
  );

  return (
    <RecordForm<VisitValues>
      form={form}
      initial={initial}
      whole
      pointers={{ account: 'account_id', contacts: 'contact_id' }}
      onSave={save}
      onSaved={() => {
        toast(t('interactions:log.saved'));
        onSaved();
      }}
      saveLabel={t('interactions:visit.save')}
    >
      {!account && (
        <Form.Item
          name="account"
          label={t('interactions:interactions.fields.account')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <RefSelect list="accounts" />
        </Form.Item>
      )}
      <div className="log-pair visit">
        {time('checked_in_at', t('interactions:visit.check_in'))}
        {time('checked_out_at', t('interactions:visit.check_out'))}
      </div>
      <Form.Item name={['visit', 'steps']} noStyle>
        <Steps
          parts={{
            prepare: (
              <Form.Item name={['visit', 'goal']} label={t('interactions:visit.goal')}>
                <Input placeholder={t('interactions:visit.goal_hint')} />
              </Form.Item>
            ),
            greet: (
              <>
                <Form.Item name="contacts" label={t('interactions:visit.met')}>
                  <ContactSelect account={chosen?.id} />
                </Form.Item>
                <h4 className="visit-sub">{t('interactions:visit.help')}</h4>
                <HelpRows />
              </>
            ),
            look_around: (
              <>
                <h4 className="visit-sub">{t('interactions:visit.stock')}</h4>
                <ProductRows name="stock" />
                <h4 className="visit-sub">{t('interactions:visit.rivals')}</h4>
                <RivalRows />
              </>
            ),
            merchandise: (
              <Form.Item name={['visit', 'put_right']} label={t('interactions:visit.put_right')}>
                <TextArea rows={2} most={6} placeholder={t('interactions:visit.put_right_hint')} />
              </Form.Item>
            ),
            draft_order: <ProductRows name="draft" />,
            present: (
              <>
                {time('pitch_started_at', t('interactions:visit.pitch'))}
                <HelpedFirst form={form} />
              </>
            ),
            review: (
              <>
                <Form.Item name="body" label={t('interactions:interactions.fields.body')}>
                  <TextArea rows={2} most={8} placeholder={t('interactions:visit.body_hint')} />
                </Form.Item>
                <Form.Item name="outcome" label={t('interactions:interactions.fields.outcome')}>
                  <Chips
                    clearable
                    label={t('interactions:interactions.fields.outcome')}
                    options={OUTCOMES.map((value) => ({ value, label: labels.choice('outcome', value) }))}
                  />
                </Form.Item>
              </>
            ),
            paperwork: (
              <DueFields
                required
                name="next_step"
                label={t('interactions:next_step')}
                hint={t('interactions:visit.next_hint')}
              />
            ),
          }}
        />
      </Form.Item>
    </RecordForm>
  );
}

type StepsProps = {
  parts: Record<(typeof STEPS)[number], ReactNode>;
  value?: string[];
  onChange?: (value: string[]) => void;
};

/** The eight steps with what each of them keeps. Ticking is a reminder for oneself, never a hurdle. */
function Steps({ parts, value = [], onChange }: StepsProps) {
  const { t } = useTranslation('interactions');
  return (
    <ol className="visit-steps">
      {STEPS.map((step, index) => {
        const done = value.includes(step);
        return (
          <li key={step} className={done ? 'done' : undefined}>
            <button
              type="button"
              role="checkbox"
              aria-checked={done}
              className="visit-step"
              onClick={() => onChange?.(done ? value.filter((each) => each !== step) : [...value, step])}
            >
              <span className="visit-tick">{done ? <Check size={14} aria-hidden /> : index + 1}</span>
              <strong>{t(`interactions:step.${step}`)}</strong>
              <span className="muted">{t(`interactions:step_hint.${step}`)}</span>
            </button>
            {parts[step] && <div className="visit-part">{parts[step]}</div>}
          </li>
        );
      })}
    </ol>
  );
}

/** Said while the form is filled in; the server decides when it is saved. */
function HelpedFirst({ form }: { form: FormInstance<VisitValues> }) {
  const { t } = useTranslation('interactions');
  const help = Form.useWatch(['visit', 'help'], form) ?? [];
  const pitch = Form.useWatch(['visit', 'pitch_started_at'], form);
  const given = help.flatMap((each) => each?.at ?? []);
  if (given.length === 0) return <p className="muted visit-hint">{t('interactions:visit.help_hint')}</p>;
  const first = !pitch || given.some((at) => at.isBefore(pitch));
  return (
    <p className={`visit-hint ${first ? 'good' : 'muted'}`} role="status">
      <HeartHandshake size={15} aria-hidden />
      {first ? t('interactions:visit.helped_first') : t('interactions:visit.helped_late')}
    </p>
  );
}
