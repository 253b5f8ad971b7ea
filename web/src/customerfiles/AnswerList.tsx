import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type FieldInfo, type Row, useListInfo, useRecord } from '@/api';
import { toast, useFormat, useMay } from '@/lib';
import { Pill, Section } from '@/ui';
import { Fact } from '@/ui/Fact';
import type { Answer, CustomerFile } from './types';
import { useAnswerText } from './useAnswerText';
import { useFileAction } from './useFile';

/** Not a column that lists can write, though the record can. */
const WRITABLE = ['tags', 'remark'];
const LONG = ['remark'];
/** By the transfer of the customer, not here. */
const READ_ONLY = ['owner'];

/** What is asked, what is known, and how long that counts: what is missing or too old first. */
export function AnswerList({ file, frozen }: { file: CustomerFile; frozen: boolean }) {
  const { t } = useTranslation('customerfiles');
  const { id } = file.account;
  const account = useRecord<Row>('accounts', id).data;
  const info = useListInfo('accounts');
  const mayChange = useMay('account', 'change') && !frozen;
  const fields = new Map(info.data?.fields.map((field) => [field.key, field]));
  const verify = useFileAction(
    id,
    (names: string[]) => api.post(`/accounts/${id}/file/verify`, { fields: names }),
    () => toast(t('customerfiles:verified')),
  );
  const stale = file.answers.filter(({ state }) => state === 'stale').map(({ field }) => field);
  const open = file.answers.filter(({ state }) => state !== 'good');
  const good = file.answers.filter(({ state }) => state === 'good');
  const mayVerify = file.may.verify && !frozen;
  const line = (answer: Answer) => (
    <AnswerLine
      key={answer.field}
      answer={answer}
      account={account}
      accountId={id}
      field={fields.get(answer.field)}
      open={mayChange}
      onVerify={mayVerify ? () => verify.mutate([answer.field]) : undefined}
      busy={verify.isPending && verify.variables.includes(answer.field)}
    />
  );
  return (
    <>
      {open.length > 0 && (
        <Section
          title={t('customerfiles:open', { count: open.length })}
          action={
            mayVerify &&
            stale.length > 1 && (
              <Button
                size="small"
                icon={<CheckCheck size={14} />}
                loading={verify.isPending}
                onClick={() => verify.mutate(stale)}
              >
                {t('customerfiles:verify_all', { count: stale.length })}
              </Button>
            )
          }
        >
          <ul className="answers">{open.map(line)}</ul>
        </Section>
      )}
      <Section title={t('customerfiles:known', { count: good.length })}>
        {good.length === 0 && <p className="muted quiet">{t('customerfiles:known_none')}</p>}
        <ul className="answers">{good.map(line)}</ul>
      </Section>
    </>
  );
}

type LineProps = {
  answer: Answer;
  account: Row | undefined;
  accountId: string;
  field: FieldInfo | undefined;
  open: boolean;
  onVerify?: () => void;
  busy: boolean;
};

function AnswerLine({ answer, account, accountId, field, open, onVerify, busy }: LineProps) {
  const { t } = useTranslation('customerfiles');
  const { label, text } = useAnswerText();
  const format = useFormat();
  const { state, part, verified_on, verified_by, good_until } = answer;
  const editable =
    open &&
    !READ_ONLY.includes(answer.field) &&
    (Boolean(field?.editable) || WRITABLE.includes(answer.field));
  return (
    <li className={`answer ${state}`}>
      <dl className="fact-grid">
        {part !== 'people' && account && field ? (
          <Fact
            list="accounts"
            record={account}
            field={field}
            long={LONG.includes(answer.field)}
            open={editable}
          />
        ) : (
          <div>
            <dt>{label(answer)}</dt>
            <dd>
              {answer.contact ? (
                <Link to="/contacts/$id" params={{ id: answer.contact.id }} className="link">
                  {text(answer.field, answer.value)}
                </Link>
              ) : part === 'people' && state === 'missing' ? (
                <Link
                  to="/accounts/$id"
                  params={{ id: accountId }}
                  search={{ tab: 'contacts' } as never}
                  className="link"
                >
                  {t('customerfiles:add_person')}
                </Link>
              ) : (
                text(answer.field, answer.value) || <span className="muted">–</span>
              )}
            </dd>
          </div>
        )}
      </dl>
      <span className="answer-state">
        {state === 'missing' ? (
          <Pill tone="amber">{t('customerfiles:state.missing')}</Pill>
        ) : state === 'stale' ? (
          <Pill tone="red">
            {t('customerfiles:state.stale', { day: verified_on ? format.date(verified_on) : '' })}
          </Pill>
        ) : (
          <small
            className="muted"
            title={good_until ? t('customerfiles:good_until', { day: format.date(good_until) }) : undefined}
          >
            {t(verified_by ? 'customerfiles:verified_by' : 'customerfiles:verified_on', {
              day: verified_on ? format.date(verified_on) : '',
              name: verified_by?.name ?? '',
            })}
          </small>
        )}
      </span>
      {onVerify && state === 'stale' && (
        <Button
          size="small"
          loading={busy}
          aria-label={t('customerfiles:verify_this', { field: label(answer) })}
          onClick={onVerify}
        >
          {t('customerfiles:verify')}
        </Button>
      )}
    </li>
  );
}
