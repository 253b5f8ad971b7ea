import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Tags } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, records, type Schema } from '@/api';
import { useFormat, useListName, useMe, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, followJob, PageHeader } from '@/ui';
import { Chips } from '@/ui/Chips';
import './tags.css';
import { type TaggedList, tagged } from './tagged';

const RenameDialog = lazy(() => import('@/ui/RenameDialog').then((file) => ({ default: file.RenameDialog })));

type Tag = Schema<'TagCount'>;

/** As long as a tag may be. */
const LONGEST = 30;
/** Beyond this the server counts no further. */
const COUNTED = 10_000;
function countsOf(list: TaggedList) {
  return api.get(list === 'accounts' ? '/tags/counts' : '/contact-tags/counts');
}

/** All tags of a kind of record, and how many carry each: renamed, merged and removed everywhere. */
export function TagsPage() {
  const { t } = useTranslation('tags');
  const format = useFormat();
  const listName = useListName();
  const { grants } = useMe();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const lists = tagged(grants);
  const [list, setList] = useState<TaggedList>(lists[0] ?? 'accounts');
  const [renamed, setRenamed] = useState<Tag | null>(null);
  const query = useQuery({ queryKey: ['tags', list, 'counts'], queryFn: () => countsOf(list) });
  const change = useMutation({
    mutationFn: ({ tag, to }: { tag: string; to?: string }) =>
      records.bulk(list, {
        filter: { field: 'tags', op: 'any_of', value: [tag] },
        action: 'change',
        change: { add_tags: to ? [to] : [], remove_tags: [tag] },
      }),
    onSuccess: (job, { tag }) =>
      followJob(job.id, t('tags:job', { tag }), () => {
        for (const stale of [['tags', list], keys.list(list), ['record', list], ['totals', list]]) {
          void client.invalidateQueries({ queryKey: stale });
        }
      }),
    onError: showProblem,
  });
  const numberOf = ({ records: count }: Tag) => `${format.number(count)}${count >= COUNTED ? '+' : ''}`;
  const remove = async (tag: Tag) => {
    const yes = await confirm({
      title: t('tags:remove_title', { tag: tag.tag }),
      text: t('tags:remove_text', { count: tag.records, number: numberOf(tag) }),
      yes: t('tags:remove'),
      danger: true,
    });
    if (yes) change.mutate({ tag: tag.tag });
  };
  const tags = query.data ?? [];
  return (
    <div className="page">
      <PageHeader title={t('tags:menu')} sub={t('tags:text')} />
      <div className="page-body settings-body tags-page">
        <Chips
          label={t('tags:list')}
          options={lists.map((each) => ({ value: each, label: listName(each) }))}
          value={list}
          onChange={(next) => setList(next as TaggedList)}
        />
        {query.isError && tags.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <i className="bone" style={{ height: 240 }} />
        ) : tags.length === 0 ? (
          <Empty icon={Tags} title={t('tags:none')} text={t('tags:none_text')} />
        ) : (
          <ul>
            {tags.map((tag) => (
              <li key={tag.tag}>
                <span className="tag clip">{tag.tag}</span>
                <span className="muted">
                  {t('tags:records', { count: tag.records, number: numberOf(tag) })}
                </span>
                <Button
                  size="small"
                  aria-label={t('tags:rename_of', { tag: tag.tag })}
                  onClick={() => setRenamed(tag)}
                >
                  {t('tags:rename')}
                </Button>
                <Button
                  size="small"
                  danger
                  aria-label={t('tags:remove_of', { tag: tag.tag })}
                  onClick={() => void remove(tag)}
                >
                  {t('tags:remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Suspense>
        {renamed && (
          <RenameDialog
            called={renamed.tag}
            known={tags.map((each) => each.tag)}
            longest={LONGEST}
            texts={{
              title: t('tags:rename_of', { tag: renamed.tag }),
              name: t('tags:name'),
              merge: t('tags:merge'),
              merges: (tag) => t('tags:merges', { tag }),
            }}
            onRename={(to) => {
              change.mutate({ tag: renamed.tag, to });
              setRenamed(null);
            }}
            onClose={() => setRenamed(null)}
          />
        )}
      </Suspense>
    </div>
  );
}
