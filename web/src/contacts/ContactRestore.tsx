import { Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { useRestore } from './useRestore';

/** Takes one person out of the trash and opens it. */
export function ContactRestore({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('contacts');
  const mayRestore = useMay('contact', 'remove');
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
      {t('contacts:trash.restore')}
    </Button>
  );
}
