import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm } from '@/ui';
import type { Comment } from './types';
import { useRefresh } from './useRefresh';

/** Takes a comment back; shown to those of whom the server says that they may. */
export function CommentRemove({ comment }: { comment: Comment }) {
  const { t } = useTranslation('interactions');
  const showProblem = useShowProblem();
  const refresh = useRefresh();
  const remove = useMutation({
    mutationFn: () => api.remove(`/comments/${comment.id}`),
    onSuccess: () => {
      refresh(comment.account_id);
      toast(t('interactions:comment.removed'));
    },
    onError: showProblem,
  });
  if (!comment.may_remove) return null;
  const drop = async () => {
    const yes = await confirm({
      title: t('interactions:comment.remove_title'),
      text: t('interactions:comment.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate();
  };
  return (
    <button type="button" className="linkish muted" disabled={remove.isPending} onClick={() => void drop()}>
      {t('interactions:comment.remove')}
    </button>
  );
}
