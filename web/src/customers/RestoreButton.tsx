import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';

/** Takes one account out of the trash and opens it. */
export function RestoreButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('customers');
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayRestore = useMay('account', 'remove');
  const showProblem = useShowProblem();
  const restore = useMutation({
    mutationFn: () => api.post(`/accounts/${id}/restore`),
    onSuccess: (account) => {
      client.setQueryData(keys.record('accounts', id), account);
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('customers:trash.restored', { name }));
      void navigate({ to: `/accounts/${id}` });
    },
    onError: showProblem,
  });
  if (!mayRestore) return null;
  return (
    <Button
      type="primary"
      icon={<RotateCcw size={15} />}
      loading={restore.isPending}
      onClick={() => restore.mutate()}
      style={{ marginTop: 12 }}
    >
      {t('customers:trash.restore')}
    </Button>
  );
}
