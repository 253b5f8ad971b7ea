import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat, useMe } from '@/lib';
import { Empty, ErrorState, PageHeader, Section } from '@/ui';
import { AimTable } from './AimTable';
import { NotRecorded } from './NotRecorded';
import { Simulator } from './Simulator';
import './value.css';
import './objectives.css';

/** How the company stands by its aims in its customers, and what others claim beside its own numbers. */
export function ObjectivesPage() {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const query = useQuery({ queryKey: ['value-objectives'], queryFn: () => api.get('/value/objectives') });
  const board = query.data;
  const now = board?.now;
  return (
    <div className="page">
      <PageHeader
        title={t('value:objectives_menu')}
        sub={board?.day ? t('value:as_of', { day: board.day }) : undefined}
      />
      <div className="page-body value-page">
        {query.isError && !board ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !board ? (
          <i className="bone" style={{ height: 320 }} />
        ) : !now || now.buyers === 0 ? (
          <Empty title={t('value:empty')} text={t('value:empty_text')} />
        ) : (
          <>
            <Section title={t('value:objectives.quality')}>
              <p className="value-sum">
                {format.moneyExact({ minor: now.contribution_each_minor ?? 0, currency })}
                <small className="muted">
                  {t('value:objectives.quality_text', {
                    count: now.buyers,
                    number: format.number(now.buyers),
                  })}
                </small>
              </p>
            </Section>
            <Section title={t('value:objectives.aims')}>
              <AimTable board={board} now={now} />
              <NotRecorded inputs={board.not_recorded} />
            </Section>
            <Simulator board={board} now={now} />
          </>
        )}
      </div>
    </div>
  );
}
