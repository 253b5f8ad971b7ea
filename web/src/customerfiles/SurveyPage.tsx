import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useLabels, useMay, useShowProblem } from '@/lib';
import { ErrorState, PageHeader } from '@/ui';
import './files.css';

const Questions = lazy(() => import('./Questions').then((file) => ({ default: file.Questions })));

const KINDS = ['organisation', 'household', 'person'] as const;

/** What customer files ask about customers of each kind, in which order. */
export function SurveyPage() {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayChange = useMay('file_form', 'change');
  const [kind, setKind] = useState<string>('organisation');
  const query = useQuery({ queryKey: keys.list('file-forms'), queryFn: () => api.get('/file-forms') });
  const save = useMutation({
    mutationFn: (fields: string[] | null) => api.put(`/file-forms/${kind}`, { fields }),
    onSuccess: (forms) => {
      client.setQueryData(keys.list('file-forms'), forms);
      toast(t('ui:saved'));
    },
    onError: showProblem,
  });
  const form = query.data?.items.find((each) => each.kind === kind);
  return (
    <div className="page">
      <PageHeader
        title={t('customerfiles:survey_menu')}
        sub={<span>{t('customerfiles:survey_text')}</span>}
      />
      <div className="page-body survey-body">
        {query.error && !query.data ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !query.data || !form ? (
          <i className="bone" style={{ height: 320 }} />
        ) : (
          <>
            <Segmented
              value={kind}
              aria-label={labels.field('kind')}
              options={KINDS.map((value) => ({ value, label: labels.choice('kind', value) }))}
              onChange={setKind}
            />
            <Suspense fallback={<i className="bone" style={{ height: 320 }} />}>
              <Questions
                form={form}
                questions={query.data.questions}
                open={mayChange}
                busy={save.isPending}
                onSave={save.mutate}
              />
            </Suspense>
          </>
        )}
      </div>
    </div>
  );
}
