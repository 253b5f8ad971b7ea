import { Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { kindIn, useMay } from '@/lib';
import { useTrash } from './useTrash';

type Props = { list: string; id: string; name: string };

/** Takes one record out of the trash and opens it. */
export function RestoreButton({ list, id, name }: Props) {
  const { t } = useTranslation('ui');
  const mayRestore = useMay(kindIn(list)?.kind ?? '', 'remove');
  const { restore } = useTrash(list);
  if (!mayRestore) return null;
  return (
    <Button
      type="primary"
      icon={<RotateCcw size={15} />}
      loading={restore.isPending}
      onClick={() => restore.mutate({ id, name })}
      style={{ marginTop: 12 }}
    >
      {t('ui:trash.restore')}
    </Button>
  );
}
