import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, PencilLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type BulkRequest, keys, records, useListInfo } from '@/api';
import { may, useFormat, useLabels, useMe, useShowProblem } from '@/lib';
import { confirm } from '../confirm';
import { followJob } from '../jobs';
import type { BulkAction } from './BulkBar';
import type { Selection } from './useTicks';

type Options = {
  list: string;
  object: string;
  sort: string;
  columns: string[];
  /** The saved view that the list shows, for the name of the file. */
  title: string | undefined;
  /** Offers change and trash. */
  changes: boolean;
  trashes: boolean;
  exports: boolean;
  /** Absent when the list has no field that can be changed. */
  onChange?: (selection: Selection, clear: () => void) => void;
};

/** The ids, or the filter itself: a bulk action never works on a page. */
function target({ ids, filter, q }: Selection): Partial<BulkRequest> {
  return ids ? { ids } : { filter: filter ?? { all: [] }, q };
}

/** The built-in actions over ticked rows; each becomes a job in the tray. */
export function useBulk(options: Options) {
  const { list, object, sort, columns, title, changes, trashes, exports, onChange } = options;
  const { t } = useTranslation('ui');
  const format = useFormat();
  const { grants } = useMe();
  const client = useQueryClient();
  const labels = useLabels(list);
  const info = useListInfo(list).data;
  const showProblem = useShowProblem();

  const bulk = useMutation({
    mutationFn: (request: BulkRequest) => records.bulk(list, request),
    onSuccess: (job) =>
      followJob(job.id, t('ui:bulk.job'), () => {
        void client.invalidateQueries({ queryKey: keys.list(list) });
        void client.invalidateQueries({ queryKey: ['record', list] });
        void client.invalidateQueries({ queryKey: ['totals', list] });
      }),
    onError: showProblem,
  });
  const exporting = useMutation({
    mutationFn: ({ selection, kind }: { selection: Selection; kind: 'csv' | 'xlsx' }) =>
      api.post('/exports', {
        list,
        ...target(selection),
        sort: sort || undefined,
        columns,
        title,
        format: kind,
        labels: Object.fromEntries(words()),
      }),
    onSuccess: (job) => followJob(job.id, t('ui:export.job')),
    onError: showProblem,
  });

  /** What the file calls fields and choices: the reader's words, by the list's own keys. */
  const words = () =>
    (info?.fields ?? []).flatMap(({ key, choices }) => [
      [key, labels.field(key)],
      ...(choices ?? []).map((choice) => [`${key}.${choice}`, labels.choice(key, choice)]),
    ]) as [string, string][];
  const amountOf = (each: Selection) => `${format.number(each.count)}${each.exact ? '' : '+'}`;
  const trash = async (selection: Selection, clear: () => void) => {
    const yes = await confirm({
      title: t('ui:bulk.trash_title', { amount: amountOf(selection) }),
      text: t('ui:bulk.trash_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    bulk.mutate({ ...target(selection), action: 'trash' });
    clear();
  };

  const actions: BulkAction[] = [];
  if (changes && onChange && may(grants, object, 'change')) {
    actions.push({ key: 'change', label: t('ui:bulk.change'), icon: PencilLine, run: onChange });
  }
  if (exports) {
    actions.push({
      key: 'export',
      label: t('ui:export.button'),
      icon: Download,
      run: (selection) => exporting.mutate({ selection, kind: 'xlsx' }),
    });
  }
  if (changes && trashes && may(grants, object, 'remove')) {
    actions.push({
      key: 'trash',
      label: t('ui:delete'),
      icon: Trash2,
      danger: true,
      run: (selection, clear) => void trash(selection, clear),
    });
  }
  return {
    actions,
    amountOf,
    exportAs: (selection: Selection, kind: 'csv' | 'xlsx') => exporting.mutate({ selection, kind }),
    apply: (selection: Selection, change: Record<string, unknown>) =>
      bulk.mutate({ ...target(selection), action: 'change', change }),
  };
}
