import { ArrowRightLeft, Combine, Paperclip, ShieldX } from 'lucide-react';
import { Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { type Comment, type Interaction, useTimelineItem } from '@/interactions';
import { useOrderItem } from '@/orders';
import type { TimelineItem } from '@/ui';
import { MergeUndo } from './duplicateParts';
import { type Told, wordsOf } from './told';
import type { TimelineEntry } from './types';

/** What every capability tells about an account, as items of one timeline. */
export function useEntries(account: string) {
  const { t } = useTranslation('customers');
  const { ofInteraction, ofComment } = useTimelineItem('account');
  const ofOrder = useOrderItem();
  return useCallback(
    (entries: TimelineEntry[]): TimelineItem[] =>
      entries.flatMap((entry): TimelineItem[] => {
        if (entry.kind === 'interaction') return [ofInteraction(entry.data as Interaction)];
        if (entry.kind === 'comment') return [ofComment(entry.data as Comment)];
        if (entry.kind === 'order') return [ofOrder({ id: entry.id, at: entry.at, data: entry.data })];
        if (entry.kind === 'attachment') {
          const { name, by } = entry.data as { name: string; by?: Ref | null };
          return [{ id: entry.id, icon: Paperclip, at: entry.at, title: name, by: by?.name }];
        }
        if (entry.kind === 'consent_withdrawn') {
          const { contact, by } = entry.data as { contact?: Ref | null; by?: Ref | null };
          const title = t('personal:told_withdrawn', { name: contact?.name ?? '' });
          return [{ id: entry.id, icon: ShieldX, at: entry.at, title, by: by?.name }];
        }
        const told = entry.data as Told;
        const { key, holes } = wordsOf(told, account);
        return [
          {
            id: entry.id,
            icon: told.merge ? Combine : ArrowRightLeft,
            at: entry.at,
            title: t(`customers:event.${key}`, {
              ...holes,
              result: told.result && t(`customers:accounts.choices.review_result.${told.result}`),
              reason: told.reason,
              defaultValue: t('customers:event.other'),
            }),
            by: told.user?.name,
            aside: told.name === 'account.merged' && told.merge && (
              <Suspense>
                <MergeUndo sort="account" kept={account} merge={told.merge} />
              </Suspense>
            ),
          },
        ];
      }),
    [account, ofInteraction, ofComment, ofOrder, t],
  );
}
