import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Store } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui';

type Props = { mayImport: boolean; add: ReactNode };

/** Before the first customer: the ways to it. */
export function AccountsEmpty({ mayImport, add }: Props) {
  const { t } = useTranslation('customers');
  return (
    <Empty
      icon={Store}
      title={t('customers:empty.title')}
      text={t(mayImport ? 'customers:empty.text' : 'customers:empty.text_alone')}
      action={
        <div className="empty-actions">
          {add}
          {mayImport && (
            <Link to="/imports">
              <Button>{t('customers:empty.import')}</Button>
            </Link>
          )}
        </div>
      }
    />
  );
}
