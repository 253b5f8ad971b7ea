import { Link } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem, type Schema, usePages } from '@/api';
import { dayOf, kindIn, now, useFormat, useMay, useProblemText } from '@/lib';
import { confirm, ErrorLine, More, When } from '@/ui';
import { LIST_OF, type Sort, sortOf } from './sorts';
import type { Merge } from './types';
import { useUndoMerge } from './useMerging';
import { type Left, useUndoMany } from './useWork';

const PAGE = 20;

/** Whether a merge can still be undone. */
const isOpen = ({ state, undo_until: until }: Merge) =>
  state === 'merged' && Boolean(until) && !now().isAfter(until);

/** What was merged, the newest first, each with the way back as long as there is one; several of them are undone at once. */
export function MergeHistory() {
  const { t } = useTranslation('duplicates');
  const query = usePages({
    queryKey: ['merges', 'all'],
    read: (cursor, signal): Promise<Schema<'Merges'>> =>
      api.get('/merges', { cursor, limit: PAGE }, { signal }),
  });
  if (query.isError && query.items.length === 0)
    return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 60 }} />;
  if (query.items.length === 0) return <p className="muted quiet-note">{t('duplicates:merges.none')}</p>;
  return (
    <>
      <MergeLines merges={query.items} />
      <More query={query} />
    </>
  );
}

export function MergeLines({ merges }: { merges: Merge[] }) {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const may: Record<Sort, boolean> = {
    account: useMay('account', 'remove'),
    contact: useMay('contact', 'remove'),
  };
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const many = useUndoMany();
  const open = merges.filter((merge) => isOpen(merge) && may[sortOf(merge.kind) ?? 'account']);
  const chosen = open.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
  /** Of each job the first merge that is shown offers to undo all of them. */
  const first = new Set(
    open.filter((merge, n) => merge.run && open.findIndex(({ run }) => run === merge.run) === n),
  );
  const tick = (id: string, on: boolean) =>
    setTicked((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  const ask = async (wanted: Schema<'UndoMany'>, title: string) => {
    const yes = await confirm({
      title,
      text: t('duplicates:undo_many.text'),
      yes: t('duplicates:undo_many.yes'),
    });
    if (!yes) return;
    await many.undo(wanted).then(
      () => setTicked(new Set()),
      () => undefined,
    );
  };
  const number = format.number(chosen.length);
  return (
    <>
      {open.length > 1 && (
        <div className="merges-many">
          <Button
            size="small"
            disabled={chosen.length === 0}
            loading={many.isBusy}
            onClick={() =>
              void ask({ merges: chosen }, t('duplicates:undo_many.ask', { count: chosen.length, number }))
            }
          >
            {t('duplicates:undo_many.button', { number })}
          </Button>
        </div>
      )}
      <WhatIsLeft left={many.left} />
      <ul className="merges">
        {merges.map((merge) => (
          <MergeLine
            key={merge.id}
            merge={merge}
            mayUndo={open.includes(merge)}
            ticked={open.length > 1 ? ticked.has(merge.id) : undefined}
            onTick={(on) => tick(merge.id, on)}
            onWhole={
              first.has(merge) && merge.run && !many.isBusy
                ? () => void ask({ run: merge.run }, t('duplicates:undo_many.ask_run'))
                : undefined
            }
          />
        ))}
      </ul>
    </>
  );
}

/** Of the merges that were not undone with the others, why. */
function WhatIsLeft({ left }: { left: Left[] }) {
  const { t } = useTranslation('duplicates');
  const text = useProblemText();
  if (left.length === 0) return null;
  return (
    <ul className="merges-left" role="status" aria-label={t('duplicates:undo_many.left')}>
      {left.map(({ id, merged, code }) => (
        <li key={id}>
          {t('duplicates:undo_many.why', {
            name: merged ?? t('duplicates:undo_many.unnamed'),
            why: text(new Problem({ status: 409, code, errors: [] })),
          })}
        </li>
      ))}
    </ul>
  );
}

type LineProps = {
  merge: Merge;
  mayUndo: boolean;
  /** Absent when there are not several to choose from. */
  ticked: boolean | undefined;
  onTick: (on: boolean) => void;
  /** Undoes all that were merged with it. */
  onWhole: (() => void) | undefined;
};

function MergeLine({ merge, mayUndo, ticked, onTick, onWhole }: LineProps) {
  const { t } = useTranslation('duplicates');
  const sort = sortOf(merge.kind) ?? 'account';
  const undo = useUndoMerge();
  const until = isOpen(merge) ? merge.undo_until : undefined;
  return (
    <li>
      <span>
        {mayUndo && ticked !== undefined && (
          <Checkbox
            aria-label={t('duplicates:undo_many.choose', { name: merge.merged.name })}
            checked={ticked}
            onChange={({ target }) => onTick(target.checked)}
          />
        )}
        {t('duplicates:merges.merged', { name: merge.merged.name })}
        <Link to={kindIn(LIST_OF[sort])?.page?.(merge.kept.id) ?? '.'} className="linkish">
          <strong>{merge.kept.name}</strong>
        </Link>
      </span>
      <small className="muted">
        {merge.by && `${merge.by.name} · `}
        <When value={merge.at} />
        {` · ${until ? t('duplicates:undo.until', { day: dayOf(until) }) : t(`duplicates:merges.${merge.state === 'undone' ? 'undone' : 'final'}`)}`}
      </small>
      {mayUndo && (
        <Button
          size="small"
          loading={undo.isPending}
          aria-label={t('duplicates:undo.of', { name: merge.merged.name })}
          onClick={() => undo.mutate(merge)}
        >
          {t('ui:undo')}
        </Button>
      )}
      {onWhole && (
        <small>
          <button type="button" className="link" onClick={onWhole}>
            {t('duplicates:undo_many.run')}
          </button>
        </small>
      )}
    </li>
  );
}
