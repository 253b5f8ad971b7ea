import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { stepFrom, useMay, useShortcuts } from '@/lib';
import { PairCard } from './PairCard';
import type { Pair } from './types';
import { useJudge } from './usePairs';

type Props = { pairs: Pair[]; mayMerge: boolean };

/** Pair after pair: j and k go through them, m or Enter looks at one to merge it, n says that it is none. */
export function PairFeed({ pairs, mayMerge }: Props) {
  const { t } = useTranslation('duplicates');
  const navigate = useNavigate();
  const judge = useJudge();
  const mayJudge = useMay(pairs[0]?.kind ?? '', 'change');
  const feed = useRef<HTMLDivElement>(null);
  /** Where the focus goes when the pair that had it has gone. */
  const next = useRef<number | null>(null);
  const cards = () => [...(feed.current?.querySelectorAll<HTMLElement>('article') ?? [])];
  const here = () => document.activeElement?.closest<HTMLElement>('article')?.dataset.id;
  const present = () => pairs.find(({ id }) => id === here());

  const merge = ({ kind, records: [kept, merged] }: Pair) =>
    void navigate({
      to: '/duplicates/merge',
      search: { kind, kept: kept?.id, merged: merged?.id } as never,
    });
  const say = (pair: Pair) => {
    next.current = pairs.indexOf(pair);
    judge.mutate({ id: pair.id, dismissed: !pair.dismissed });
  };
  const step = (by: 1 | -1) => {
    const to = stepFrom(
      pairs.map(({ id }) => id),
      here(),
      by,
    );
    cards()
      .find((card) => card.dataset.id === (to ?? pairs[0]?.id))
      ?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there are other pairs.
  useEffect(() => {
    if (next.current === null || document.activeElement !== document.body) return;
    cards()[Math.min(next.current, pairs.length - 1)]?.focus();
    next.current = null;
  }, [pairs]);

  const group = t('duplicates:menu');
  const onPresent = (run: (pair: Pair) => void) => () => {
    const pair = present();
    if (pair) run(pair);
  };
  useShortcuts([
    { keys: 'j', label: t('duplicates:key.next'), group, run: () => step(1) },
    { keys: 'k', label: t('duplicates:key.previous'), group, run: () => step(-1) },
    ...(mayMerge ? [{ keys: 'm', label: t('duplicates:key.merge'), group, run: onPresent(merge) }] : []),
    ...(mayJudge ? [{ keys: 'n', label: t('duplicates:key.two'), group, run: onPresent(say) }] : []),
  ]);
  return (
    <div ref={feed} className="pairs" role="feed" aria-label={t('duplicates:menu')}>
      {pairs.map((pair, index) => (
        <PairCard
          key={pair.id}
          pair={pair}
          place={index + 1}
          busy={judge.isPending && judge.variables.id === pair.id}
          onMerge={mayMerge ? () => merge(pair) : undefined}
          onJudge={mayJudge ? () => say(pair) : undefined}
          onStep={step}
        />
      ))}
    </div>
  );
}
