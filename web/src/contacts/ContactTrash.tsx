import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Filter, keys } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';
import { Empty, RecordList } from '@/ui';
import type { Contact } from './types';

const TRASHED: Filter = { field: 'trashed_at', op: 'not_empty' };

/** People who were deleted and can come back. */
export function ContactTrash() {
  const { t } = useTranslation('contacts');
  return (
    <RecordList
      list="contacts"
      object="contact"
      title={t('contacts:trash.title')}
      actions={
        <Link to="/contacts">
          <Button>{t('contacts:trash.back')}</Button>
        </Link>
      }
      avatar="round"
      fixed={TRASHED}
      quick={['owner', 'trashed_at']}
      builtInBulk={false}
      exportable={false}
      panel={(row) => <Restore id={row.id} name={String(row.name)} />}
      empty={<Empty icon={Trash2} title={t('contacts:trash.none')} text={t('contacts:trash.none_text')} />}
    />
  );
}

export function Restore({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('contacts');
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayRestore = useMay('contact', 'remove');
  const showProblem = useShowProblem();
  const restore = useMutation({
    mutationFn: () => api.post<Contact>(`/contacts/${id}/restore`),
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
