import { Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { useRestore } from './useRestore';

/** Takes one account out of the trash and opens it. */
export function RestoreButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('customers');
  const mayRestore = useMay('account', 'remove');
  const restore = useRestore();
  if (!mayRestore) return null;
  return (
    <Button
      type="primary"
      icon={<RotateCcw size={15} />}
      loading={restore.isPending}
      onClick={() => restore.mutate({ id, name })}
      style={{ marginTop: 12 }}
    >
      {t('customers:trash.restore')}
    </Button>
  );
}
