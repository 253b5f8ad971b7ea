import { useNavigate } from '@tanstack/react-router';
import { FileUp, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '@/ui';
import './demo.css';
import type { useDemo } from './useDemo';

type Props = {
  demo: ReturnType<typeof useDemo>;
  onLoaded?: () => void;
};

/** Look at a filled product, or bring one's own customers. */
export function FirstSteps({ demo, onLoaded }: Props) {
  const { t } = useTranslation('demo');
  const navigate = useNavigate();
  if (demo.job)
    return (
      <div className="demo-starts">
        <JobProgress id={demo.job.id} label={demo.job.label} told={demo.told} onDone={onLoaded} />
      </div>
    );
  return (
    <div className="demo-starts">
      <button type="button" className="demo-start" disabled={demo.busy} onClick={demo.load}>
        <Sparkles size={22} aria-hidden />
        <span>
          <strong>{t('demo:load')}</strong>
          <span>{t('demo:load_text')}</span>
        </span>
      </button>
      <button type="button" className="demo-start" onClick={() => void navigate({ to: '/imports' })}>
        <FileUp size={22} aria-hidden />
        <span>
          <strong>{t('demo:import')}</strong>
          <span>{t('demo:import_text')}</span>
        </span>
      </button>
    </div>
  );
}
