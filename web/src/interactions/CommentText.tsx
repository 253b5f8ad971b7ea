import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '@/ui';
import { CommentRemove } from './CommentRemove';
import { partsOf } from './commentParts';
import type { Comment } from './types';

const CommentForm = lazy(() => import('./CommentForm').then((file) => ({ default: file.CommentForm })));

/** What a colleague said: names stand out, addresses lead there, and its writer may put it in other words. */
export function CommentText({ comment }: { comment: Comment }) {
  const { t } = useTranslation('interactions');
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <Suspense fallback={<i className="bone" style={{ height: 96 }} />}>
        <CommentForm account={comment.account_id} comment={comment} onDone={() => setEditing(false)} />
      </Suspense>
    );
  }
  const parts = partsOf(
    comment.body,
    comment.mentions.map((ref) => ref.name),
  );
  return (
    <>
      {parts.map(({ kind, text }, index) => {
        if (kind === 'link') {
          return (
            <a key={index} href={text} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          );
        }
        return kind === 'mention' ? (
          <span key={index} className="mention">
            {text}
          </span>
        ) : (
          text
        );
      })}
      <div className="comment-foot">
        {comment.edited_at && (
          <span className="muted">
            {t('interactions:comment.edited')} · <When value={comment.edited_at} />
          </span>
        )}
        {comment.may_change && (
          <button type="button" className="linkish muted" onClick={() => setEditing(true)}>
            {t('interactions:comment.edit')}
          </button>
        )}
        <CommentRemove comment={comment} />
      </div>
    </>
  );
}
