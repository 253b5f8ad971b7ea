import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Tags } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, records, type Schema } from '@/api';
import { isComposing, useFormat, useListName, useMe, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, followJob, PageHeader } from '@/ui';
import { Chips } from '@/ui/Chips';
import { FormDialog } from '@/ui/FormDialog';
import './tags.css';
import { type TaggedList, tagged } from './tagged';

type Tag = Schema<'TagCount'>;

/** Beyond this the server counts no further. */
const COUNTED = 10_000;
/** As long as a tag may be. */
const LONGEST = 30;

function countsOf(list: TaggedList) {
  return api.get(list === 'accounts' ? '/tags/counts' : '/contact-tags/counts');
}

/** All tags of a kind of record, and how many carry each: renamed, merged and removed everywhere. */
export function TagsPage() {
  const { t } = useTranslation('customers');
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
      followJob(job.id, t('customers:tags.job', { tag }), () => {
        for (const stale of [['tags', list], keys.list(list), ['record', list], ['totals', list]]) {
          void client.invalidateQueries({ queryKey: stale });
        }
      }),
    onError: showProblem,
  });
  const numberOf = ({ records: count }: Tag) => `${format.number(count)}${count >= COUNTED ? '+' : ''}`;
  const remove = async (tag: Tag) => {
    const yes = await confirm({
      title: t('customers:tags.remove_title', { tag: tag.tag }),
      text: t('customers:tags.remove_text', { count: tag.records, number: numberOf(tag) }),
      yes: t('customers:tags.remove'),
      danger: true,
    });
    if (yes) change.mutate({ tag: tag.tag });
  };
  const tags = query.data ?? [];
  return (
    <div className="page">
      <PageHeader title={t('customers:settings.tags')} sub={t('customers:tags.text')} />
      <div className="page-body settings-body tags-page">
        <Chips
          label={t('customers:tags.list')}
          options={lists.map((each) => ({ value: each, label: listName(each) }))}
          value={list}
          onChange={(next) => setList(next as TaggedList)}
        />
        {query.isError && tags.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <i className="bone" style={{ height: 240 }} />
        ) : tags.length === 0 ? (
          <Empty icon={Tags} title={t('customers:tags.none')} text={t('customers:tags.none_text')} />
        ) : (
          <ul>
            {tags.map((tag) => (
              <li key={tag.tag}>
                <span className="tag clip">{tag.tag}</span>
                <span className="muted">
                  {t('customers:tags.records', { count: tag.records, number: numberOf(tag) })}
                </span>
                <Button
                  size="small"
                  aria-label={t('customers:tags.rename_of', { tag: tag.tag })}
                  onClick={() => setRenamed(tag)}
                >
                  {t('customers:tags.rename')}
                </Button>
                <Button
                  size="small"
                  danger
                  aria-label={t('customers:tags.remove_of', { tag: tag.tag })}
                  onClick={() => void remove(tag)}
                >
                  {t('customers:tags.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {renamed && (
        <RenameDialog
          tag={renamed.tag}
          known={tags.map((each) => each.tag)}
          onRename={(to) => {
            change.mutate({ tag: renamed.tag, to });
            setRenamed(null);
          }}
          onClose={() => setRenamed(null)}
        />
      )}
    </div>
  );
}

type RenameProps = { tag: string; known: string[]; onRename: (to: string) => void; onClose: () => void };

function RenameDialog({ tag, known, onRename, onClose }: RenameProps) {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState(tag);
  const to = typed.trim();
  const merges = to !== tag && known.includes(to);
  const ready = to !== '' && to !== tag && [...to].length <= LONGEST;
  return (
    <FormDialog
      title={t('customers:tags.rename_of', { tag })}
      touched={() => to !== tag}
      width={420}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!ready} onClick={() => onRename(to)}>
            {t(merges ? 'customers:tags.merge' : 'ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Input
        autoFocus
        value={typed}
        count={{ show: true, max: LONGEST }}
        aria-label={t('customers:tags.name')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready && !isComposing(event)) onRename(to);
        }}
      />
      <p className="tags-merges muted" role="status">
        {merges && t('customers:tags.merges', { tag: to })}
      </p>
    </FormDialog>
  );
}
