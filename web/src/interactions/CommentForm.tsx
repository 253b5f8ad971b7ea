import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Mentions } from 'antd';
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { isComposing, toast, useShowProblem } from '@/lib';
import { slow } from '@/ui';
import { useFormHost, useLeaveGuard } from '@/ui/leave';
import type { Comment } from './types';
import { useRefresh } from './useRefresh';

/** What stands behind the last `@` before the caret. */
export function beingTyped(before: string): string {
  return /@([^\s@]*)$/.exec(before)?.[1] ?? '';
}

/** Those who may see the account: nobody else can be told of a word about it. */
function useMentionable(account: string, typed: string) {
  const q = useDeferredValue(typed.trim());
  return useQuery({
    queryKey: ['list', 'users', 'mentionable', account, q],
    queryFn: ({ signal }) =>
      api.get('/comments/colleagues', { account_id: account, q: q || undefined }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

type Props = {
  account: string;
  /** The one that is put in other words; a new one without it. */
  comment?: Comment;
  onDone: () => void;
};

/** A word among colleagues about an account; `@` tells one of them. */
export function CommentForm({ account, comment, onDone }: Props) {
  const { t } = useTranslation('interactions');
  const showProblem = useShowProblem();
  const refresh = useRefresh();
  const before = comment?.body ?? '';
  const [body, setBody] = useState(before);
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<Ref[]>(comment?.mentions ?? []);
  const sending = useRef(false);
  const isTyped = () => body.trim() !== before;
  useLeaveGuard(isTyped);
  const { leave } = useFormHost(onDone, isTyped);
  const people = useMentionable(account, typed);
  const send = useMutation({
    mutationFn: () => {
      const mentions = known.filter((ref) => body.includes(`@${ref.name}`)).map((ref) => ref.id);
      const said = { body: body.trim(), mentions };
      return comment
        ? api.patch(`/comments/${comment.id}`, said, comment.version)
        : api.post('/comments', { account_id: account, ...said });
    },
    onSuccess: () => {
      refresh(account);
      if (comment) toast(t('interactions:comment.changed'));
      onDone();
    },
    onError: (error) => {
      sending.current = false;
      showProblem(error);
    },
  });
  const submit = () => {
    // Keys that are held down come again before anything is drawn.
    if (!body.trim() || !isTyped() || sending.current) return;
    sending.current = true;
    send.mutate();
  };
  return (
    <div className="comment-form">
      <Mentions
        autoFocus
        rows={2}
        className="grows"
        value={body}
        placeholder={t('interactions:comment.hint')}
        aria-label={t('interactions:comment.label')}
        filterOption={false}
        onChange={(text) => {
          setBody(text);
          // Not by the widget's search: it waits for a key, and an input method for Chinese sends none.
          const caret = (document.activeElement as HTMLTextAreaElement | null)?.selectionStart ?? text.length;
          setTyped(beingTyped(text.slice(0, caret)));
        }}
        onSelect={(option) => {
          const ref = people.data?.find((each) => each.name === option.value);
          if (ref) setKnown((old) => [...old.filter((each) => each.id !== ref.id), ref]);
        }}
        options={(people.data ?? []).map((ref) => ({ key: ref.id, value: ref.name, label: ref.name }))}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event)) submit();
        }}
      />
      <div className="form-foot">
        <Button
          type="primary"
          loading={slow(send.isPending)}
          disabled={!body.trim() || !isTyped()}
          onClick={submit}
        >
          {t(comment ? 'interactions:comment.save' : 'interactions:comment.send')}
        </Button>
        <Button onClick={leave}>{t('ui:cancel')}</Button>
      </div>
    </div>
  );
}
