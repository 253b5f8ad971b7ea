import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { keys, type Ref, type Row, records, useRemove } from '@/api';
import { kindIn, toast, useShowProblem } from '@/lib';
import { confirm } from './confirm';

/** Throws a record away after asking, with a way back at hand; and takes one out of the trash and shows it. */
export function useTrash(list: string) {
  const { t } = useTranslation('ui');
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const remove = useRemove(list);
  const { home, page } = kindIn(list) ?? {};
  const restore = useMutation({
    mutationFn: ({ id }: Ref) => records.restore<Row>(list, id),
    onSuccess: (record, { id, name }) => {
      client.setQueryData(keys.record(list, id), record);
      void client.invalidateQueries({ queryKey: keys.list(list) });
      toast(t('ui:trash.restored', { name }));
      if (page) void navigate({ to: page(id) });
    },
    onError: showProblem,
  });
  const trash = async ({ id, name, version }: Ref & { version: number }) => {
    const yes = await confirm({
      title: t('ui:trash.ask', { name }),
      text: t('ui:trash.ask_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    remove.mutate(
      { id, version },
      {
        onSuccess: () => {
          toast(t('ui:trash.done', { name }), {
            action: { label: t('ui:undo'), run: () => restore.mutate({ id, name }) },
          });
          if (home) void navigate({ to: home });
        },
        onError: showProblem,
      },
    );
  };
  return { trash, restore };
}
