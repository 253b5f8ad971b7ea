import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat, useMe } from '@/lib';
import { Empty, PageHeader, Section } from '@/ui';
import { AimTable } from './AimTable';
import { Behind } from './Behind';
import { NotRecorded } from './NotRecorded';
import { OfOnesOwn } from './OfOnesOwn';
import { PrintButton } from './PrintButton';
import { buyersWith } from './rowsBehind';
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
        actions={<PrintButton />}
      />
      <div className="page-body value-page">
        {query.isError && !board ? (
          <OfOnesOwn error={query.error} onRetry={() => void query.refetch()} />
        ) : !board ? (
          <i className="bone" style={{ height: 320 }} />
        ) : !now ? (
          <Empty title={t('value:empty')} text={t('value:empty_text')} />
        ) : now.buyers === 0 && now.value_minor === 0 ? (
          <Empty title={t('value:no_orders')} text={t('value:no_orders_text')} />
        ) : (
          <>
            <Section title={t('value:objectives.quality')}>
              {now.contribution_each_minor == null ? (
                <p className="value-line">{t('value:nobody_active')}</p>
              ) : (
                <p className="value-sum">
                  {format.moneyExact({ minor: now.contribution_each_minor, currency })}
                  <small className="muted">
                    <Behind rows={buyersWith([], 'contribution_12m')}>
                      {t('value:objectives.quality_text', {
                        count: now.buyers,
                        number: format.number(now.buyers),
                      })}
                    </Behind>
                  </small>
                </p>
              )}
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
