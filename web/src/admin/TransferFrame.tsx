import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { PageHeader } from '@/ui';
import './admin.css';

/** Files in and files out: two pages under one title. */
export function TransferFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('admin');
  const mayImport = useMay('import', 'read');
  const tab = { activeProps: { className: 'on', 'aria-current': 'page' as const } };
  return (
    <div className="page">
      <PageHeader title={t(mayImport ? 'admin:menu' : 'admin:menu_exports')} />
      <nav className="transfer-tabs" aria-label={t(mayImport ? 'admin:menu' : 'admin:menu_exports')}>
        {mayImport && (
          <Link to="/imports" {...tab}>
            {t('admin:imports')}
          </Link>
        )}
        <Link to="/exports" {...tab}>
          {t('admin:exports')}
        </Link>
      </nav>
      <div className="page-body">{children}</div>
    </div>
  );
}
