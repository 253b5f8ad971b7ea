import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoCard } from '@/demo';
import { useMay, useMe } from '@/lib';
import { KeyValue, PageHeader, Section } from '@/ui';
import { useZoneLabel } from '../useZoneLabel';

const WorkspaceForm = lazy(() => import('./WorkspaceForm').then((file) => ({ default: file.WorkspaceForm })));

const SecondStepRule = lazy(() =>
  import('./SecondStepRule').then((file) => ({ default: file.SecondStepRule })),
);

const ProviderSection = lazy(() =>
  import('@/providers/ProviderSection').then((file) => ({ default: file.ProviderSection })),
);

/** The company, its days and its money; how people sign in; and the demo data. */
export function WorkspacePage() {
  const { t } = useTranslation('staff');
  const { workspace } = useMe();
  const mayChange = useMay('workspace', 'change');
  const mayChangeRoles = useMay('role', 'change');
  const maySeeRules = useMay('role', 'read');
  const zone = useZoneLabel();
  const fixed = [
    { key: 'trade', label: t('staff:setup.trade'), value: t(`staff:trade.${workspace.trade}`) },
    { key: 'currency', label: t('staff:workspace.currency'), value: workspace.currency },
  ];
  return (
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
                { key: 'zone', label: t('staff:setup.time_zone'), value: zone(workspace.time_zone).label },
                ...fixed,
              ]}
            />
          )}
        </Section>
        {maySeeRules && (
          <Section title={t('staff:second.title')}>
            <Suspense fallback={<i className="bone" style={{ height: 220 }} />}>
              <SecondStepRule />
            </Suspense>
          </Section>
        )}
        {mayChange && mayChangeRoles && (
          <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
            <ProviderSection />
          </Suspense>
        )}
        {mayChange && <DemoCard />}
      </div>
    </div>
  );
}
