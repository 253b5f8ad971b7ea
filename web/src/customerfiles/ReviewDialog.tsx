import { Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useLabels } from '@/lib';
import { AskDialog } from './AskDialog';
import { type CustomerFile, RESULTS } from './types';
import { useFileAction } from './useFile';

/** Decides on a customer: what is to become of it, and why. */
export function ReviewDialog({ file, onClose }: { file: CustomerFile; onClose: () => void }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const id = useId();
  const [result, setResult] = useState<string>('keep');
  const account = file.account.id;
  const review = useFileAction(
    account,
    (reason: string) => api.post(`/accounts/${account}/file/review`, { result, reason }),
    () => {
      toast(t('customerfiles:reviewed'));
      onClose();
    },
  );
  const hasClass = file.visits.days != null;
  const isOff = (each: string) => (each === 'upgrade' || each === 'downgrade') && !hasClass;
  const note = file.reviews[0]?.note;
  return (
    <AskDialog
      title={t('customerfiles:review_title', { name: file.account.name })}
      label={t('customerfiles:reason')}
      yes={t('customerfiles:review_yes')}
      required
      busy={review.isPending}
      onSend={review.mutate}
      onClose={onClose}
    >
      {note && <p className="muted in-text">{t('customerfiles:note_said', { note })}</p>}
      <span id={id}>{labels.field('review_result')}</span>
      <Radio.Group
        className="file-results"
        aria-labelledby={id}
        value={result}
        onChange={(event) => setResult(String(event.target.value))}
        options={RESULTS.map((each) => ({
          value: each,
          disabled: isOff(each),
          label: (
            <>
              {labels.choice('review_result', each)}
              <small className="muted">{t(`customerfiles:means.${each}`)}</small>
            </>
          ),
        }))}
      />
    </AskDialog>
  );
}
