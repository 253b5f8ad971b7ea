import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, Problem, useRecord } from '@/api';
import { errorTexts, useListName, useShowProblem } from '@/lib';
import { ErrorState, PageHeader } from '@/ui';
import './admin.css';
import type { ImportPreview } from './types';

// The preview says what is wrong with the cells as soon as it is there.
const ImportMapping = lazy(async () => {
  const [file] = await Promise.all([import('./ImportMapping'), errorTexts().catch(() => undefined)]);
  return { default: file.ImportMapping };
});
const ImportStart = lazy(() => import('./ImportStart').then((file) => ({ default: file.ImportStart })));
const ImportResult = lazy(() => import('./ImportResult').then((file) => ({ default: file.ImportResult })));

const STEPS = ['upload', 'mapping', 'start', 'result'] as const;

/** One import from its columns to its counts. */
export function ImportShow() {
  const { t } = useTranslation('admin');
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const listName = useListName();
  const showProblem = useShowProblem();
  const query = useRecord<ImportPreview>('imports', id);
  const [again, setAgain] = useState(false);
  const [mapped, setMapped] = useState(false);
  const change = useMutation({
    mutationFn: (patch: Record<string, unknown>) => api.patch(`/imports/${id}`, patch, query.data?.version),
    onSuccess: (preview) => client.setQueryData(keys.record('imports', id), preview),
    onError: (error) => {
      showProblem(error);
      if (error instanceof Problem && error.status === 412) void query.refetch();
    },
  });
  const preview = query.data;
  if (query.error && !preview) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!preview) {
    return (
      <div className="page" aria-busy="true">
        <div className="page-body">
          <i className="bone" style={{ height: 260 }} />
        </div>
      </div>
    );
  }
  const step = preview.state !== 'mapping' && !again ? 'result' : mapped ? 'start' : 'mapping';
  const now = STEPS.indexOf(step);
  const begun = () => {
    setAgain(false);
    void client.invalidateQueries({ queryKey: keys.record('imports', id) });
  };
  return (
    <div className="page">
      <PageHeader
        title={preview.file_name}
        lead={
          <Link to="/imports" className="icon-button" aria-label={t('admin:imports')}>
            <ArrowLeft size={18} aria-hidden />
          </Link>
        }
        sub={[listName(preview.kind), preview.sheet, preview.encoding].filter(Boolean).join(' · ')}
      />
      <ol className="import-steps">
        {STEPS.map((each, index) => (
          <li
            key={each}
            className={index < now ? 'past' : undefined}
            aria-current={index === now ? 'step' : undefined}
          >
            <span>{index + 1}</span>
            <b>{t(`admin:import.step.${each}`)}</b>
          </li>
        ))}
      </ol>
      <div className="page-body">
        <Suspense fallback={<i className="bone" style={{ height: 260 }} />}>
          {step === 'mapping' && (
            <>
              <ImportMapping
                preview={preview}
                busy={change.isPending}
                onChange={(patch) => change.mutate(patch)}
              />
              <div className="import-foot">
                <Button type="primary" disabled={change.isPending} onClick={() => setMapped(true)}>
                  {t('admin:import.next')}
                </Button>
              </div>
            </>
          )}
          {step === 'start' && (
            <ImportStart preview={preview} onBack={() => setMapped(false)} onStarted={begun} />
          )}
          {step === 'result' && (
            <ImportResult
              preview={preview}
              onDone={() => {
                void query.refetch();
                void client.invalidateQueries({ queryKey: ['list'] });
              }}
              onAgain={() => {
                setAgain(true);
                setMapped(true);
              }}
            />
          )}
        </Suspense>{' '}
      </div>
    </div>
  );
}
