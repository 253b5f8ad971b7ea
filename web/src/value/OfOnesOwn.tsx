import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api';
import { useMay } from '@/lib';
import { Empty, ErrorState } from '@/ui';
import { accountsBy } from './rowsBehind';

const BY_VALUE = accountsBy('customer_value', 'contribution_12m', 'lifetime_value', 'due_on').search;

type Props = { error: unknown; onRetry: () => void };

/** Why a page of the whole company cannot be shown. Who may see some customers only is told so, and led to what is told of them. */
export function OfOnesOwn({ error, onRetry }: Props) {
  const { t } = useTranslation('value');
  const seesSome = useMay('value', 'read');
  const refused = error instanceof Problem && error.status === 403;
  if (!refused || !seesSome) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <Empty
      title={t('value:of_all')}
      text={t('value:of_all_text')}
      action={
        <div className="empty-actions">
          <Link to="/accounts" search={BY_VALUE as never}>
            <Button type="primary">{t('value:of_all_list')}</Button>
          </Link>
          <Link to="/portfolio">
            <Button>{t('value:menu_portfolio')}</Button>
          </Link>
        </div>
      }
    />
  );
}
