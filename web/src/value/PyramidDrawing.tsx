import { useTranslation } from 'react-i18next';
import { tintOf } from '@/ui/tint';
import { TONES, type ValueReport } from './types';
import './value.css';

type Level = NonNullable<ValueReport['classes']>['pyramid'][number];

const [WIDTH, HEIGHT] = [120, 104];
/** Between two bands. */
const GAP = 1.5;

/** The pyramid itself: each band is as large as its class has accounts. The table beside it is its text. */
export function PyramidDrawing({ levels }: { levels: Level[] }) {
  const { t } = useTranslation('value');
  return (
    <figure className="pyramid-drawing" aria-hidden>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="presentation">
        {bandsOf(levels).map(({ key, from, upto }) => (
          <polygon
            key={key}
            className={TONES.pyramid?.[key] === 'grey' ? 'grey' : undefined}
            style={tintOf(TONES.pyramid?.[key] ?? 'grey')}
            points={cornersOf(from * HEIGHT, upto * HEIGHT - GAP)}
          />
        ))}
      </svg>
      <figcaption className="muted">{t('value:pyramid_drawn')}</figcaption>
    </figure>
  );
}

export type Band = { key: string; from: number; upto: number };

/** Where each class begins and ends, from the top of the pyramid at 0 to its foot at 1. */
export function bandsOf(levels: Pick<Level, 'class' | 'accounts'>[]): Band[] {
  const all = levels.reduce((sum, level) => sum + level.accounts, 0);
  let before = 0;
  return levels.flatMap((level) => {
    const from = before;
    before += level.accounts;
    // Of a triangle, the part above has an area that grows with the square of its height.
    const at = (accounts: number) => Math.sqrt(accounts / all);
    return level.accounts > 0 ? [{ key: level.class, from: at(from), upto: at(before) }] : [];
  });
}

/** The corners between two heights: the sides run from the top in the middle to the ends of the foot. */
function cornersOf(top: number, foot: number): string {
  const [middle, slope] = [WIDTH / 2, WIDTH / 2 / HEIGHT];
  const corners = [
    [middle - top * slope, top],
    [middle + top * slope, top],
    [middle + foot * slope, foot],
    [middle - foot * slope, foot],
  ];
  return corners.map((corner) => corner.map((number) => number.toFixed(1)).join()).join(' ');
}
