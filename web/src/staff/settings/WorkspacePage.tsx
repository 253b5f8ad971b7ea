import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Sparkles } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useMay, useMe, useShowProblem } from '@/lib';
import { confirm, JobProgress, KeyValue, PageHeader, Section } from '@/ui';
import { SettingsFrame } from './SettingsFrame';

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
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [job, setJob] = useState<{ id: string; label: string } | null>(null);
  const state = useQuery({ queryKey: ['demo'], queryFn: () => api.get('/demo') });
  const load = useMutation({
    mutationFn: () => api.post('/demo'),
    onSuccess: ({ id }) => setJob({ id, label: t('staff:start.demo_job') }),
    onError: showProblem,
  });
  const clear = useMutation({
    mutationFn: () => api.remove('/demo'),
    onSuccess: ({ id }) => setJob({ id, label: t('staff:demo.removing') }),
    onError: showProblem,
  });
  const drop = async () => {
    const yes = await confirm({
      title: t('staff:demo.remove_title'),
      text: t('staff:demo.remove_text'),
      yes: t('staff:demo.remove'),
      danger: true,
    });
    if (yes) clear.mutate();
  };
  return (
    <Section title={t('staff:demo.title')}>
      <div className="demo-card">
        <Sparkles size={20} aria-hidden />
        <div>
          <p>{state.data?.loaded ? t('staff:demo.loaded') : t('staff:start.demo_text')}</p>
          {job ? (
            <JobProgress
              id={job.id}
              label={job.label}
              onDone={() => {
                setJob(null);
                void client.invalidateQueries();
              }}
            />
          ) : state.data?.loaded ? (
            <Button danger loading={clear.isPending} onClick={() => void drop()}>
              {t('staff:demo.remove')}
            </Button>
          ) : (
            <Button loading={load.isPending} disabled={state.isPending} onClick={() => load.mutate()}>
              {t('staff:start.demo')}
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
