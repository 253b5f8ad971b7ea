import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat, useMay, useShowProblem } from '@/lib';
import { Empty, followJob, PageHeader, Section } from '@/ui';
import { ClassTable } from './ClassTable';
import { CohortTable } from './CohortTable';
import { classSearch } from './classSearch';
import { ModelPlace } from './ModelPlace';
import { ModelSummary } from './ModelSummary';
import { Movements } from './Movements';
import { NotRecorded } from './NotRecorded';
import { OfOnesOwn } from './OfOnesOwn';
import { PrintButton } from './PrintButton';
import { PyramidDrawing } from './PyramidDrawing';
import { SurvivalCurve } from './SurvivalCurve';
import type { ValueReport } from './types';
import { WhaleCurve } from './WhaleCurve';
import './value.css';

/** What all customers together are worth: who carries the company, who costs it, who stays. */
export function ValuePage() {
  const { t } = useTranslation('value');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayRun = useMay('parameter', 'change');
  const query = useQuery({ queryKey: ['value-report'], queryFn: () => api.get('/value/report') });
  const run = useMutation({
    mutationFn: () => api.post('/value/runs', undefined),
    onSuccess: ({ id }) =>
      followJob(id, t('value:run'), () => {
        void client.invalidateQueries({ queryKey: ['value-report'] });
      }),
    onError: showProblem,
  });
  const report = query.data;
  const classes = report?.classes;
  const again = mayRun && (
    <Button
      className="no-print"
      icon={<RefreshCw size={15} />}
      loading={run.isPending}
      onClick={() => run.mutate()}
    >
      {t('value:run')}
    </Button>
  );
  return (
    <div className="page">
      <PageHeader
        title={t('value:menu')}
        sub={report?.day ? t('value:as_of', { day: report.day }) : undefined}
        actions={
          <>
            <PrintButton />
            {again}
          </>
        }
      />
      <div className="page-body value-page">
        {query.isError ? (
          <OfOnesOwn error={query.error} onRetry={() => void query.refetch()} />
        ) : !report ? (
          <i className="bone" style={{ height: 320 }} />
        ) : !classes ? (
          <Empty title={t('value:empty')} text={t('value:empty_text')} />
        ) : classes.active === 0 && report.cohorts.length === 0 ? (
          <Empty title={t('value:no_orders')} text={t('value:no_orders_text')} />
        ) : (
          <>
            <Pyramid classes={classes} days={report.compare_days} />
            {classes.active > 0 && (
              <>
                <WhaleCurve spread={classes.contribution} accounts={classes.active} />
                <Groups classes={classes} />
              </>
            )}
            <Section title={t('value:cohorts')}>
              <p className="value-line">{t('value:cohorts_text')}</p>
              <CohortTable cohorts={report.cohorts} />
            </Section>
            {report.survival.length > 1 && <SurvivalCurve points={report.survival} />}
            {report.model && (
              <ModelPlace>
                <Section title={t('value:model.title')}>
                  <ModelSummary model={report.model} />
                </Section>
              </ModelPlace>
            )}
            <NotRecorded inputs={report.not_recorded} />
          </>
        )}
      </div>
    </div>
  );
}

type Classes = NonNullable<ValueReport['classes']>;

/** The classes by value; when nobody buys any more, at least who has left them. */
function Pyramid({ classes, days }: { classes: Classes; days: number }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  return (
    <Section title={t('value:pyramid')}>
      {classes.active === 0 ? (
        <p className="value-line">{t('value:nobody_active_text')}</p>
      ) : (
        <>
          <p className="value-line">
            {t('value:pyramid_text', { count: classes.active, number: format.number(classes.active) })}
          </p>
          <div className="value-pyramid">
            <PyramidDrawing levels={classes.pyramid} />
            <ClassTable
              field="pyramid"
              rows={classes.pyramid.map((level) => ({
                key: level.class,
                accounts: level.accounts,
                minor: level.value_minor,
                from: level.from_minor,
              }))}
              amount={t('value:customer_value')}
            />
          </div>
          {classes.pyramid.some((level) => level.class === 'major' && level.accounts > 0) && (
            <p className="value-line">
              <Link to="/accounts" search={classSearch({ pyramid: 'major' }, ['to_next'])} className="link">
                {t('value:next_to_vip')}
              </Link>
            </p>
          )}
        </>
      )}
      <Movements movements={classes.movements} day={classes.before_day} days={days} />
    </Section>
  );
}

/** A, B and C among stores; stars, cash cows, questions and dogs. */
function Groups({ classes }: { classes: Classes }) {
  const { t } = useTranslation('value');
  return (
    <div className="value-columns">
      {(['abc', 'bcg'] as const).map((field) => (
        <Section key={field} title={t(`value:${field}`)}>
          <p className="value-line">{t(`value:${field}_text`)}</p>
          <ClassTable
            field={field}
            rows={classes[field].map((group) => ({
              key: group.class,
              accounts: group.accounts,
              minor: group.contribution_minor,
            }))}
            amount={t('value:year.contribution')}
          />
        </Section>
      ))}
    </div>
  );
}
