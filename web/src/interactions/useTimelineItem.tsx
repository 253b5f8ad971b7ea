import { NotebookPen } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import type { TimelineItem } from '@/ui';
import { CommentText } from './CommentText';
import { channelIcon } from './channels';
import { InteractionFacts } from './InteractionFacts';
import { openLog } from './log';
import type { Comment, Interaction } from './types';

/** A contact or a comment as an item of a timeline. What the server lets one change opens its form. */
export function useTimelineItem(place: 'account' | 'contact') {
  const { t } = useTranslation('interactions');
  const labels = useLabels('interactions');
  const ofInteraction = useCallback(
    (record: Interaction): TimelineItem => {
      const channel = labels.choice('channel', record.channel);
      const people = [record.contact?.name, ...record.others.map((ref) => ref.name)];
      const other = place === 'account' ? people.filter(Boolean).join(t('ui:comma')) : record.account?.name;
      const title = [channel, other].filter(Boolean).join(' · ');
      return {
        id: record.id,
        icon: channelIcon(record.channel),
        at: record.at,
        title: record.may_change ? (
          <button
            type="button"
            className="linkish"
            title={t('interactions:log.edit')}
            onClick={() => openLog({ form: 'log', record })}
          >
            {title}
          </button>
        ) : (
          title
        ),
        by: record.user?.name,
        body: record.body,
        aside: <InteractionFacts record={record} />,
      };
    },
    [labels, t, place],
  );
  const ofComment = useCallback(
    (comment: Comment): TimelineItem => ({
      id: comment.id,
      icon: NotebookPen,
      at: comment.created_at,
      title: t('interactions:comment.label'),
      by: comment.author?.name,
      body: <CommentText comment={comment} />,
    }),
    [t],
  );
  return { ofInteraction, ofComment };
}
