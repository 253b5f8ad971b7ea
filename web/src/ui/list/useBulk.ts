import { useMutation } from '@tanstack/react-query';
import { Download, PencilLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, useListInfo } from '@/api';
import { may, useLabels, useMe, useShowProblem } from '@/lib';
import { followJob } from '../jobs';
import type { BulkAction } from './BulkBar';
import { targetOf, useBulkJob } from './useBulkJob';
import type { Selection } from './useTicks';

/** A field that is changed on many rows by a button of its own. */
export type BulkField = Pick<BulkAction, 'label' | 'icon'> & { field: string };

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
  /** The fields that can be changed; none for a list that has no such field. */
  fields: string[];
  /** Fields that the workspace has added, beside `fields` or `buttons`. */
  own: string[];
  /** Buttons for some fields, in place of the one button that asks which field is meant. */
  buttons: BulkField[] | undefined;
  onChange: (fields: string[], selection: Selection, clear: () => void) => void;
};

/** The built-in actions over ticked rows; each becomes a job in the tray. */
export function useBulk(options: Options) {
  const { list, object, sort, columns, title, changes, trashes, exports, fields, own, buttons, onChange } =
    options;
  const { t } = useTranslation('ui');
  const { grants } = useMe();
  const labels = useLabels(list);
  const info = useListInfo(list).data;
  const showProblem = useShowProblem();
  const job = useBulkJob(list);
  const exporting = useMutation({
    mutationFn: ({ selection, kind }: { selection: Selection; kind: 'csv' | 'xlsx' }) =>
      api.post('/exports', {
        list,
        ...targetOf(selection),
        sort: sort || undefined,
        columns,
        title,
        format: kind,
        labels: Object.fromEntries(words()),
      }),
    onSuccess: ({ id }) => followJob(id, t('ui:export.job')),
    onError: showProblem,
  });

  /**
   * What the file calls fields and choices: the reader's words, by the list's own keys. What the workspace calls its own
   * fields the server knows.
   */
  const words = () =>
    (info?.fields.filter(({ custom }) => !custom) ?? []).flatMap(({ key, choices }) => [
      [key, labels.field(key)],
      ...(choices ?? []).map((choice) => [`${key}.${choice}`, labels.choice(key, choice)]),
    ]) as [string, string][];

  const actions: BulkAction[] = [];
  if (changes && may(grants, object, 'change')) {
    if (buttons) {
      for (const { field, ...button } of buttons)
        actions.push({ ...button, key: field, run: (on, clear) => onChange([field], on, clear) });
    }
    const others = buttons ? own : [...fields, ...own];
    if (others.length > 0) {
      actions.push({
        key: 'change',
        label: t(buttons ? 'ui:bulk.change_more' : 'ui:bulk.change'),
        icon: PencilLine,
        run: (on, clear) => onChange(others, on, clear),
      });
    }
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
      run: (selection, clear) => void job.trash(selection, clear),
    });
  }
  return {
    actions,
    amountOf: job.amountOf,
    exportAs: (selection: Selection, kind: 'csv' | 'xlsx') => exporting.mutate({ selection, kind }),
    apply: job.change,
  };
}
