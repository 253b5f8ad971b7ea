import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';

/** Takes one person out of the trash and opens it. */
export function ContactRestore({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('contacts');
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayRestore = useMay('contact', 'remove');
  const showProblem = useShowProblem();
  const restore = useMutation({
    mutationFn: () => api.post(`/contacts/${id}/restore`),
    onSuccess: (contact) => {
      client.setQueryData(keys.record('contacts', id), contact);
      void client.invalidateQueries({ queryKey: keys.list('contacts') });
      toast(t('contacts:trash.restored', { name }));
      void navigate({ to: `/contacts/${id}` });
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
      {t('contacts:trash.restore')}
    </Button>
  );
}
