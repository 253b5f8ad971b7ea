import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { FileUp, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useShowProblem } from '@/lib';
import { JobProgress } from '@/ui';

/** After setup: look at a filled product, or bring one's own customers. */
export function FirstSteps() {
  const { t } = useTranslation('staff');
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const demo = useMutation({ mutationFn: () => api.post('/demo'), onError: showProblem });
  const leave = (to: string) => void navigate({ to });
  return (
    <div className="entry-steps starts">
      {demo.data ? (
        <JobProgress id={demo.data.id} label={t('staff:start.demo_job')} onDone={() => leave('/')} />
      ) : (
        <>
          <button type="button" className="start" disabled={demo.isPending} onClick={() => demo.mutate()}>
            <Sparkles size={22} aria-hidden />
            <span>
              <strong>{t('staff:start.demo')}</strong>
              <span>{t('staff:start.demo_text')}</span>
            </span>
          </button>
          <button type="button" className="start" onClick={() => leave('/imports')}>
            <FileUp size={22} aria-hidden />
            <span>
              <strong>{t('staff:start.import')}</strong>
              <span>{t('staff:start.import_text')}</span>
            </span>
          </button>
        </>
      )}
      <Link to="/" className="link">
        {t('staff:start.skip')}
      </Link>
    </div>
  );
}
