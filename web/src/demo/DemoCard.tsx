import { Button } from 'antd';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress, Section } from '@/ui';
import './demo.css';
import { useDemo } from './useDemo';

/** Among the settings of the workspace: the demo data are loaded and removed here at any time. */
export function DemoCard() {
  const { t } = useTranslation('demo');
  const demo = useDemo();
  const [over, setOver] = useState<string | null>(null);
  const running = demo.job && demo.job.id !== over;
  return (
    <Section title={t('demo:title')}>
      <div className="demo-card">
        <Sparkles size={20} aria-hidden />
        <div>
          <p>{t(demo.loaded ? 'demo:loaded' : 'demo:load_text')}</p>
          {demo.job && (
            <JobProgress
              id={demo.job.id}
              label={demo.job.label}
              told={demo.told}
              onDone={({ id }) => {
                setOver(id);
                demo.refresh();
              }}
              onStopped={({ id }) => {
                setOver(id);
                demo.refresh();
              }}
            />
          )}
          {running ? null : demo.loaded ? (
            <Button danger loading={demo.busy} onClick={demo.remove}>
              {t('demo:remove')}
            </Button>
          ) : (
            <Button loading={demo.busy} disabled={demo.pending} onClick={demo.load}>
              {t('demo:load')}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
