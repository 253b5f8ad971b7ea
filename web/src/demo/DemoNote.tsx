import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { JobProgress } from '@/ui';
import { FirstSteps } from './FirstSteps';
import './demo.css';
import { useDemo } from './useDemo';

const TO_BE_READ = 8_000;

/** On the page where the day begins, for administrators: the first steps while there is nothing, and the way out of the demo data. */
export function DemoNote({ empty }: { empty: boolean }) {
  const { t } = useTranslation('demo');
  const mayKeep = useMay('parameter', 'change');
  const demo = useDemo(mayKeep);
  const [over, setOver] = useState<string | null>(null);
  if (!mayKeep || demo.pending) return null;
  if (demo.job && demo.job.id !== over)
    return (
      <div className="demo-note">
        <JobProgress
          id={demo.job.id}
          label={demo.job.label}
          told={demo.told}
          onDone={({ id }) => {
            demo.refresh();
            // The figures stay to be read; the page around them is new already.
            setTimeout(() => setOver(id), TO_BE_READ);
          }}
          onStopped={({ id }) => {
            demo.refresh();
            setTimeout(() => setOver(id), TO_BE_READ);
          }}
        />
      </div>
    );
  if (demo.loaded)
    return (
      <div className="demo-note">
        <span>{t('demo:note')}</span>
        <button type="button" className="link" disabled={demo.busy} onClick={demo.remove}>
          {t('demo:remove')}
        </button>
      </div>
    );
  if (empty)
    return (
      <section className="demo-first" aria-label={t('demo:first')}>
        <h2>{t('demo:first')}</h2>
        <p className="muted">{t('demo:first_text')}</p>
        <FirstSteps demo={demo} />
      </section>
    );
  return null;
}
