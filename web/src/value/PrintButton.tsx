import { Button } from 'antd';
import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib';
import './print.css';

/** Puts the page on paper; a telephone has no printer at hand. */
export function PrintButton({ small = false }: { small?: boolean }) {
  const { t } = useTranslation('value');
  if (useIsPhone()) return null;
  return (
    <Button
      icon={<Printer size={small ? 14 : 15} />}
      size={small ? 'small' : 'middle'}
      type={small ? 'text' : 'default'}
      onClick={() => window.print()}
      className="no-print"
    >
      {t('value:print')}
    </Button>
  );
}
