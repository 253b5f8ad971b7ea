import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api';
import { Avatar, ErrorState, PageHeader } from '@/ui';
import './account.css';
import { loadFields } from './fieldParts';
import { loadDuplicates } from './loadDuplicates';
import type { Account } from './types';

const AccountFields = lazy(async () => {
  // What stands beneath the fields comes beside them, not after them.
  const [file] = await Promise.all([import('./AccountFields'), loadDuplicates(), loadFields()]);
  return { default: file.AccountFields };
});

/** Makes or changes a customer. */
export function AccountForm() {
  const { t } = useTranslation('customers');
  const { id } = useParams({ strict: false }) as { id?: string };
  const query = useRecord<Account>('accounts', id);
  const account = query.data;
  if (query.error && !account) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const bones = <i className="bone" style={{ height: 320 }} />;
  return (
    <div className="page">
      <PageHeader
        title={account?.name ?? t('customers:new')}
        lead={account && <Avatar name={account.name} seed={account.id} list="accounts" size={36} />}
        sub={id ? t('customers:edit') : undefined}
      />
      <div className="page-body">
        <div className="form-page">
          {id && !account ? (
            bones
          ) : (
            <Suspense fallback={bones}>
              <AccountFields key={id ?? 'new'} account={account} />
            </Suspense>
          )}
        </div>
      </div>
    </div>
  );
}
