import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { FileText, Gavel, LineChart, MessageSquarePlus, Send, UserCog } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useFormat } from '@/lib';
import { ErrorState, Section } from '@/ui';
import { AnalysisTable } from './AnalysisTable';
import { AnswerList } from './AnswerList';
import { FileSteps } from './FileSteps';
import { ProposalList } from './ProposalList';
import { ReviewList } from './ReviewList';
import { Ring } from './Ring';
import type { CustomerFile } from './types';
import { useFile, useFileAction } from './useFile';
import { useVisitText } from './useSheet';
import './files.css';

const SubmitDialog = lazy(() => import('./SubmitDialog').then((file) => ({ default: file.SubmitDialog })));
const ReviewDialog = lazy(() => import('./ReviewDialog').then((file) => ({ default: file.ReviewDialog })));
const ProposeDialog = lazy(() => import('./ProposeDialog').then((file) => ({ default: file.ProposeDialog })));
const StewardDialog = lazy(() => import('./StewardDialog').then((file) => ({ default: file.StewardDialog })));

type Asked = 'submit' | 'review' | 'propose' | 'steward';

/** The file of a customer: how complete it is, what is missing or to be verified, its analysis and its reviews. */
export function CustomerFilePart({ id, frozen }: { id: string; frozen: boolean }) {
  const query = useFile(id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const file = query.data;
  if (query.error && !file) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!file) return <i className="bone" style={{ height: 320 }} />;
  const close = () => setAsked(null);
  const newest = file.reviews.find((review) => review.analysis);
  const analysis = newest?.analysis && <AnalysisTable analysis={newest.analysis} />;
  return (
    <div className="customer-file">
      <FileHead file={file} frozen={frozen} onAsk={setAsked} />
      {file.is_key && analysis}
      <AnswerList file={file} frozen={frozen} />
      {!file.is_key && analysis}
      <ProposalList file={file} frozen={frozen} />
      <ReviewList file={file} />
      <Suspense>
        {asked === 'submit' && <SubmitDialog id={id} onClose={close} />}
        {asked === 'review' && <ReviewDialog file={file} onClose={close} />}
        {asked === 'propose' && <ProposeDialog id={id} onClose={close} />}
        {asked === 'steward' && <StewardDialog file={file} onClose={close} />}
      </Suspense>
    </div>
  );
}

type HeadProps = { file: CustomerFile; frozen: boolean; onAsk: (what: Asked) => void };

function FileHead({ file, frozen, onAsk }: HeadProps) {
  const { t } = useTranslation('customerfiles');
  const format = useFormat();
  const { completeness, steward, may, account } = file;
  return (
    <Section
      title={t('customerfiles:title')}
      action={
        <Link to="/customer-files/$id" params={{ id: account.id }} className="link file-sheet-link">
          <FileText size={14} aria-hidden />
          {t('customerfiles:sheet')}
        </Link>
      }
    >
      <div className="file-head">
        <Ring bp={completeness.bp} least={completeness.least_bp} />
        <div className="file-now">
          <FileSteps step={file.step} />
          <p className="file-says">
            <Says file={file} />
          </p>
          {!frozen && (
            <div className="file-actions">
              <Next file={file} onAsk={onAsk} />
              <Button icon={<MessageSquarePlus size={15} />} onClick={() => onAsk('propose')}>
                {t('customerfiles:propose')}
              </Button>
            </div>
          )}
        </div>
      </div>
      <dl className="file-facts">
        <div>
          <dt>{t('customerfiles:steward')}</dt>
          <dd>
            {steward?.name ?? t('customerfiles:nobody')}
            {steward && file.steward_is_owner && (
              <small className="muted">{t('customerfiles:as_owner')}</small>
            )}
            {may.appoint && !frozen && (
              <button
                type="button"
                className="icon-button small"
                aria-label={t('customerfiles:appoint')}
                onClick={() => onAsk('steward')}
              >
                <UserCog size={14} aria-hidden />
              </button>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('customerfiles:next_review')}</dt>
          <dd>{file.next_review_on ? format.date(file.next_review_on) : t('customerfiles:not_yet')}</dd>
        </div>
        <div>
          <dt>{t('customerfiles:visits')}</dt>
          <dd>
            <VisitText visits={file.visits} />
          </dd>
        </div>
      </dl>
    </Section>
  );
}

/** What stands in the way, or comes next, in a sentence. */
function Says({ file }: { file: CustomerFile }) {
  const { t } = useTranslation('customerfiles');
  const format = useFormat();
  const { completeness, step, is_partial } = file;
  if (is_partial) return t('customerfiles:says.partial', { count: completeness.stale });
  if (step === 'in_review')
    return t('customerfiles:says.in_review', {
      day: file.review_due_on ? format.date(file.review_due_on) : '',
    });
  if (step !== 'analysed' && step !== 'reviewed' && !completeness.is_enough)
    return t('customerfiles:says.lacking', {
      count: completeness.lacking,
      share: format.ratio(completeness.least_bp),
    });
  return t(`customerfiles:says.${step}`);
}

/** The one thing to do next. */
function Next({ file, onAsk }: { file: CustomerFile; onAsk: (what: Asked) => void }) {
  const { t } = useTranslation('customerfiles');
  const { step, may, completeness, account } = file;
  const analyse = useFileAction(
    account.id,
    () => api.post(`/accounts/${account.id}/file/analyse`),
    () => toast(t('customerfiles:analysed')),
  );
  const again = (type: 'primary' | 'default') =>
    may.analyse && (
      <Button
        type={type}
        icon={<LineChart size={15} />}
        disabled={!completeness.is_enough}
        loading={analyse.isPending}
        onClick={() => analyse.mutate(undefined)}
      >
        {t(type === 'primary' ? 'customerfiles:analyse' : 'customerfiles:analyse_again')}
      </Button>
    );
  if (step === 'in_review')
    return (
      may.review && (
        <Button type="primary" icon={<Gavel size={15} />} onClick={() => onAsk('review')}>
          {t('customerfiles:review')}
        </Button>
      )
    );
  if (step === 'analysed')
    return (
      <>
        {may.submit && (
          <Button type="primary" icon={<Send size={15} />} onClick={() => onAsk('submit')}>
            {t('customerfiles:submit')}
          </Button>
        )}
        {again('default')}
      </>
    );
  return again(step === 'reviewed' ? 'default' : 'primary');
}

function VisitText({ visits }: { visits: CustomerFile['visits'] }) {
  const { now, later, by } = useVisitText()(visits);
  if (!by) return <span className="muted">{now}</span>;
  return (
    <>
      {now}
      {later && <strong> {later}</strong>}
      <small className="muted">{by}</small>
    </>
  );
}
