import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { kindIn } from '@/lib';
import { Avatar, Pill, type Tone } from '@/ui';
import { LIST_OF, type Sort, sortOf } from './sorts';
import type { Certainty, Pair, Side } from './types';
import { useReasons } from './useReasons';

const TONES: Record<Certainty, Tone> = { certain: 'jade', likely: 'blue', possible: 'grey' };

type Props = {
  pair: Pair;
  /** Which of all pairs it is, from 1. */
  place: number;
  busy: boolean;
  onMerge: (() => void) | undefined;
  onJudge: (() => void) | undefined;
  onStep: (by: 1 | -1) => void;
};

/** Two records beside each other, and what they have in common. */
export function PairCard({ pair, place, busy, onMerge, onJudge, onStep }: Props) {
  const { t } = useTranslation('duplicates');
  const { whole } = useReasons();
  const id = useId();
  const sort = sortOf(pair.kind) ?? 'account';
  const shared = pair.reasons.map(({ value }) => value);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onMerge?.();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (!by) return;
    event.preventDefault();
    onStep(by);
  };
  return (
    <article
      className="pair"
      data-id={pair.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the articles of a feed take the focus.
      tabIndex={0}
      aria-labelledby={id}
      aria-posinset={place}
      aria-setsize={-1}
      onKeyDown={onKeyDown}
    >
      <header>
        <Pill tone={TONES[pair.certainty]}>{t(`duplicates:certainty.${pair.certainty}`)}</Pill>
        <span className="pair-why">{pair.reasons.map(whole).join(t('ui:comma'))}</span>
      </header>
      <div className="pair-sides" id={id}>
        {pair.records.map((side) => (
          <PairSide key={side.id} sort={sort} side={side} shared={shared} />
        ))}
      </div>
      <footer>
        {onMerge && !pair.dismissed && (
          <Button type="primary" ghost onClick={onMerge}>
            {t('duplicates:merge.open')}
          </Button>
        )}
        {onJudge && (
          <Button type="text" loading={busy} onClick={onJudge}>
            {t(pair.dismissed ? 'duplicates:propose' : 'duplicates:two')}
          </Button>
        )}
      </footer>
    </article>
  );
}

function PairSide({ sort, side, shared }: { sort: Sort; side: Side; shared: string[] }) {
  const { t } = useTranslation('duplicates');
  const list = LIST_OF[sort];
  return (
    <div className="pair-side">
      <Avatar name={side.name} seed={side.id} list={list} size={32} />
      <div>
        <Link to={kindIn(list)?.page?.(side.id) ?? '.'} className="linkish">
          <strong>{side.name}</strong>
        </Link>
        <small className="muted">
          {[...side.places, side.owner?.name ?? t('duplicates:no_owner')].join(' · ')}
        </small>
        {side.marks.map((mark) => (
          <small key={mark} className={shared.includes(mark) ? 'same' : 'muted'}>
            {mark}
          </small>
        ))}
      </div>
    </div>
  );
}
