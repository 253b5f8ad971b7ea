import { Link } from '@tanstack/react-router';
import { ArrowLeft, BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, usePages } from '@/api';
import { Empty, ErrorState, More, PageHeader, Pill, When } from '@/ui';
import './pools.css';
import { useLacks } from './usePools';

/** The customers that rules will take, with the day and the reason: there is time to do something. */
export function WarningList() {
  const { t } = useTranslation('pools');
  const lacksText = useLacks();
  const query = usePages({
    queryKey: [...keys.list('pools'), 'warnings'],
    read: (cursor, signal) => api.get('/recycling-warnings', { limit: 50, cursor }, { signal }),
  });
  const warnings = query.items;
  return (
    <div className="page">
      <PageHeader
        title={t('pools:warnings.menu')}
        lead={
          <Link to="/pools" className="icon-button back" aria-label={t('pools:menu')}>
            <ArrowLeft size={19} aria-hidden />
          </Link>
        }
        sub={<span>{t('pools:warnings.about')}</span>}
      />
      <div className="page-body">
        {query.error && warnings.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <i className="bone" style={{ height: 240 }} />
        ) : warnings.length === 0 ? (
          <Empty icon={BellRing} title={t('pools:warnings.none')} text={t('pools:warnings.none_text')} />
        ) : (
          <ul className="pool-warnings">
            {warnings.map(({ account, owner, pool, rule, due_on, holds, lacks }) => (
              <li key={account.id}>
                <div className="pool-warning-name">
                  <Link to="/accounts/$id" params={{ id: account.id }} className="link">
                    {account.name}
                  </Link>
                  {owner && <span className="muted">{owner.name}</span>}
                </div>
                <p className="muted">
                  {holds ? lacksText(lacks) || rule.name : t('pools:warnings.saved')}
                  {holds && lacks.length > 0 && ` · ${rule.name}`}
                </p>
                <div className="pool-warning-due">
                  {holds ? (
                    <>
                      <When value={due_on} words />
                      <span className="muted">{t('pools:warnings.into', { pool: pool.name })}</span>
                    </>
                  ) : (
                    <Pill tone="jade">{t('pools:warnings.safe')}</Pill>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
        <More query={query} />
      </div>
    </div>
  );
}
