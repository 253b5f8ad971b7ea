import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat, useMay, useMe, useShowProblem } from '@/lib';
import { Chart, Empty, ErrorState, followJob, PageHeader, Section } from '@/ui';
import { ClassTable } from './ClassTable';
import { CohortTable } from './CohortTable';
import { classSearch } from './classSearch';
import { ModelSummary } from './ModelSummary';
import { Movements } from './Movements';
import { NotRecorded } from './NotRecorded';
import './value.css';

/** What all customers together are worth: who carries the company, who costs it, who stays. */
export function ValuePage() {
  const { t } = useTranslation('value');
  const client = useQueryClient();
  const format = useFormat();
  const showProblem = useShowProblem();
  const { currency } = useMe().workspace;
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
  const spread = classes?.contribution;
  const again = mayRun && (
    <Button icon={<RefreshCw size={15} />} loading={run.isPending} onClick={() => run.mutate()}>
      {t('value:run')}
    </Button>
  );
  return (
    <div className="page">
      <PageHeader
        title={t('value:menu')}
        sub={report?.day ? t('value:as_of', { day: report.day }) : undefined}
        actions={again}
      />
      <div className="page-body value-page">
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !report ? (
          <i className="bone" style={{ height: 320 }} />
        ) : !classes || !spread || classes.active === 0 ? (
          <Empty title={t('value:empty')} text={t('value:empty_text')} />
        ) : (
          <>
            <Section title={t('value:pyramid')}>
              <p className="value-line">
                {t('value:pyramid_text', { count: classes.active, number: format.number(classes.active) })}
              </p>
              <ClassTable
                field="pyramid"
                rows={classes.pyramid.map((level) => ({
                  key: level.class,
                  accounts: level.accounts,
                  minor: level.value_minor,
                }))}
                amount={t('value:customer_value')}
              />
              <p className="value-line">
                <Link to="/accounts" search={classSearch({ pyramid: 'major' }, ['to_next'])} className="link">
                  {t('value:next_to_vip')}
                </Link>
              </p>
              <Movements movements={classes.movements} day={classes.before_day} days={report.compare_days} />
            </Section>
            <Section title={t('value:whale')}>
              <p className="value-line">
                {t('value:whale_text', {
                  share: format.ratio(spread.top_fifth_bp ?? 0),
                  count: spread.below_zero,
                  number: format.number(spread.below_zero),
                  gini: format.number(spread.gini ?? 0, 2),
                })}
              </p>
              <Chart
                kind="line"
                height={220}
                title={t('value:whale')}
                labels={spread.points.map((point) => format.ratio(point.accounts_bp))}
                series={[
                  {
                    name: t('value:whale_sum'),
                    values: spread.points.map((point) => point.sum_minor),
                  },
                ]}
                format={(minor) => format.money({ minor, currency })}
              />
            </Section>
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
            <Section title={t('value:cohorts')}>
              <p className="value-line">{t('value:cohorts_text')}</p>
              <CohortTable cohorts={report.cohorts} />
            </Section>
            {report.survival.length > 1 && (
              <Section title={t('value:survival')}>
                <p className="value-line">{t('value:survival_text')}</p>
                <Chart
                  kind="line"
                  height={200}
                  title={t('value:survival')}
                  labels={report.survival.map((point) => t('value:survival_months', { n: point.months }))}
                  series={[
                    {
                      name: t('value:survival_share'),
                      values: report.survival.map((point) => point.share_bp),
                    },
                  ]}
                  format={format.ratio}
                />
              </Section>
            )}
            {report.model && (
              <Section title={t('value:model.title')}>
                <ModelSummary model={report.model} />
              </Section>
            )}
            <NotRecorded inputs={report.not_recorded} />
          </>
        )}
      </div>
    </div>
  );
}
