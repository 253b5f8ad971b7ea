import { Button } from 'antd';
import { Sparkles } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/lib';
import { JobProgress, KeyValue, PageHeader, Section } from '@/ui';
import { SettingsFrame } from '@/ui/SettingsFrame';
import { useDemo } from '../useDemo';
import './settings.css';

const WorkspaceForm = lazy(() => import('./WorkspaceForm').then((file) => ({ default: file.WorkspaceForm })));

/** The company, its days and its money; and the demo data. */
export function WorkspacePage() {
  const { t } = useTranslation('staff');
  const { workspace } = useMe();
  const mayChange = useMay('workspace', 'change');
  const fixed = [
    { key: 'trade', label: t('staff:setup.trade'), value: t(`staff:trade.${workspace.trade}`) },
    { key: 'currency', label: t('staff:workspace.currency'), value: workspace.currency },
  ];
  return (
    <SettingsFrame>
      <div className="page">
        <PageHeader title={t('staff:settings.workspace')} />
        <div className="page-body settings-body">
          <Section title={t('staff:workspace.about')}>
            {mayChange ? (
              <>
                <KeyValue items={fixed} />
                <Suspense fallback={<i className="bone" style={{ height: 200 }} />}>
                  <WorkspaceForm />
                </Suspense>
              </>
            ) : (
              <KeyValue
                items={[
                  { key: 'name', label: t('staff:setup.workspace'), value: workspace.name },
                  { key: 'zone', label: t('staff:setup.time_zone'), value: workspace.time_zone },
                  ...fixed,
                ]}
              />
            )}
          </Section>
          {mayChange && <DemoCard />}
        </div>
      </div>
    </SettingsFrame>
  );
}

function DemoCard() {
  const { t } = useTranslation('staff');
  const demo = useDemo();
  const [over, setOver] = useState<string | null>(null);
  const running = demo.job && demo.job.id !== over;
  return (
    <Section title={t('staff:demo.title')}>
      <div className="demo-card">
        <Sparkles size={20} aria-hidden />
        <div>
          <p>{t(demo.loaded ? 'staff:demo.loaded' : 'staff:start.demo_text')}</p>
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
              {t('staff:demo.remove')}
            </Button>
          ) : (
            <Button loading={demo.busy} disabled={demo.pending} onClick={demo.load}>
              {t('staff:start.demo')}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
