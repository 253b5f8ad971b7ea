import { Table2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import '@/ui/chart.css';
import { tintOf } from '@/ui/tint';
import { PortfolioCells } from './PortfolioCells';
import { PortfolioCustomers } from './PortfolioCustomers';
import {
  type Box,
  binAt,
  binsOf,
  type Cell,
  type Dot,
  largestFirst,
  type Portfolio,
  type PortfolioAxis,
  placeOf,
  toneOf,
} from './portfolio';
import { useAxisText } from './useAxisText';

type Props = {
  portfolio: Portfolio;
  height: number;
  /** What is chosen, in bins. */
  box: Box | undefined;
  onChoose: (box: Box | undefined) => void;
  /** A customer's dot was pressed. */
  onOpen: (id: string) => void;
};

/** Room for what is written beside the axes. */
const LEFT = 62;
const BELOW = 40;
const TOP = 20;
const RIGHT = 10;
/** A hand that trembles less than so many pixels has pressed, not drawn. */
const STILL = 5;
/** So wide is a label of an axis. */
const LABEL = 64;
const LINE = 22;
const DOT = { least: 4, most: 15 };

/**
 * Customers along two axes: each a dot that opens it while they are few, else as many to a cell as its shade says. A part is
 * chosen by dragging, by a tap on a cell, or with the arrow keys; the same numbers stand in a table.
 */
export function PortfolioChart({ portfolio, height, box, onChoose, onOpen }: Props) {
  const { t } = useTranslation(['value', 'ui']);
  const labels = useLabels('accounts');
  const [table, setTable] = useState(false);
  const [width, setWidth] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const hint = useId();
  useEffect(() => {
    if (!frame.current) return;
    const sizes = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    sizes.observe(frame.current);
    return () => sizes.disconnect();
  }, []);
  const { x, y } = portfolio;
  const title = t('value:portfolio.chart', { x: labels.field(x.field), y: labels.field(y.field) });
  return (
    <figure className="chart portfolio-chart">
      <button
        type="button"
        className="icon-button chart-switch"
        aria-pressed={table}
        aria-label={t('ui:chart.table')}
        title={t('ui:chart.table')}
        onClick={() => setTable(!table)}
      >
        <Table2 size={15} aria-hidden />
      </button>
      <div ref={frame} style={{ height }}>
        {table ? (
          portfolio.dots ? (
            <PortfolioCustomers portfolio={portfolio} dots={portfolio.dots} title={title} height={height} />
          ) : (
            <PortfolioCells portfolio={portfolio} title={title} height={height} />
          )
        ) : (
          width > 0 && (
            <Plane
              portfolio={portfolio}
              title={title}
              hint={hint}
              room={[width, height]}
              box={box}
              onChoose={onChoose}
              onOpen={onOpen}
            />
          )
        )}
      </div>
      <p id={hint} className="sr-only">
        {t('value:portfolio.keys')}
      </p>
    </figure>
  );
}

type PlaneProps = Omit<Props, 'height'> & { title: string; hint: string; room: [number, number] };

function Plane({ portfolio, title, hint, room: [width, height], box, onChoose, onOpen }: PlaneProps) {
  const { x, y, cells } = portfolio;
  const plane = { left: LEFT, top: TOP, width: width - LEFT - RIGHT, height: height - TOP - BELOW };
  const across = (place: number) => plane.left + place * plane.width;
  const up = (place: number) => plane.top + (1 - place) * plane.height;
  const { drawn, ...hands } = useHands(portfolio, plane, box, onChoose, onOpen);
  const shown = drawn ?? box;
  return (
    <svg
      role="application"
      aria-label={title}
      aria-describedby={hint}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive: arrows choose a part of it.
      tabIndex={0}
      width={width}
      height={height}
      className="portfolio-plane"
      {...hands}
    >
      <rect x={plane.left} y={plane.top} width={plane.width} height={plane.height} className="ground" />
      <AcrossTicks axis={x} across={across} bottom={plane.top + plane.height} room={plane.width} />
      <UpTicks axis={y} up={up} left={plane.left} right={plane.left + plane.width} room={plane.height} />
      {portfolio.dots ? (
        <Dots portfolio={portfolio} dots={portfolio.dots} across={across} up={up} plane={plane} />
      ) : (
        <Cells cells={cells} x={x} y={y} across={across} up={up} />
      )}
      <Cuts x={x} y={y} across={across} up={up} plane={plane} />
      {shown && (
        <rect
          className="chosen"
          x={across(shown.x[0] / binsOf(x))}
          y={up((shown.y[1] + 1) / binsOf(y))}
          width={across((shown.x[1] + 1) / binsOf(x)) - across(shown.x[0] / binsOf(x))}
          height={up(shown.y[0] / binsOf(y)) - up((shown.y[1] + 1) / binsOf(y))}
        />
      )}
    </svg>
  );
}

type Place = (place: number) => number;
type Laid = { across: Place; up: Place };

function Cells({ cells, x, y, across, up }: Laid & { cells: Cell[]; x: PortfolioAxis; y: PortfolioAxis }) {
  const format = useFormat();
  const text = useAxisText();
  const most = Math.max(1, ...cells.map((cell) => cell.accounts));
  return cells.map(({ x: column, y: row, accounts, contribution }) => {
    if (column == null || row == null) return null;
    const [left, right] = [across(column / binsOf(x)), across((column + 1) / binsOf(x))];
    const [top, bottom] = [up((row + 1) / binsOf(y)), up(row / binsOf(y))];
    return (
      <rect
        key={`${column} ${row}`}
        className="cell"
        x={left + 0.5}
        y={top + 0.5}
        width={Math.max(right - left - 1, 1)}
        height={Math.max(bottom - top - 1, 1)}
        // A cell of one customer is seen beside one of a hundred thousand.
        fillOpacity={0.12 + 0.88 * (Math.log1p(accounts) / Math.log1p(most))}
      >
        <title>
          {[
            text.bin(x, column),
            text.bin(y, row),
            `${format.number(accounts)} · ${format.money(contribution)}`,
          ].join('\n')}
        </title>
      </rect>
    );
  });
}

function Dots({
  portfolio,
  dots,
  across,
  up,
  plane,
}: Laid & { portfolio: Portfolio; dots: Dot[]; plane: Area }) {
  const text = useAxisText();
  const { x, y, classes, size } = portfolio;
  const most = Math.max(1, ...dots.map((dot) => Math.abs(dot.size ?? 0)));
  const radius = (dot: Dot) =>
    size ? DOT.least + (DOT.most - DOT.least) * Math.sqrt(Math.abs(dot.size ?? 0) / most) : DOT.least;
  /** A dot at the side stays whole. */
  const inside = (at: number, from: number, room: number, r: number) =>
    Math.min(Math.max(at, from + r), from + room - r);
  return largestFirst(dots).map((dot) => {
    if (dot.x == null || dot.y == null) return null;
    const tone = toneOf(classes, dot.classes);
    const r = radius(dot);
    return (
      <circle
        key={dot.id}
        data-account={dot.id}
        className={`dot ${tone}`}
        style={tintOf(tone)}
        cx={inside(across(placeOf(dot.x, x)), plane.left, plane.width, r)}
        cy={inside(up(placeOf(dot.y, y)), plane.top, plane.height, r)}
        r={r}
      >
        <title>{[dot.name, text.measure(x, dot.x), text.measure(y, dot.y)].join('\n')}</title>
      </circle>
    );
  });
}

type Ticks = { axis: PortfolioAxis; room: number };

/** The edges that are written: as many as there is room for, the cut never, which has a line of its own. */
function written({ axis, room }: Ticks, each: number): [number, number][] {
  const edges = axis.edges.map((edge, at): [number, number] => [edge, (at + 1) / binsOf(axis)]);
  const round = edges.filter(([edge]) => edge !== axis.cut);
  const step = Math.max(1, Math.ceil((round.length * each) / Math.max(room, 1)));
  const zero = Math.max(
    round.findIndex(([edge]) => edge === 0),
    0,
  );
  return round.filter((_, at) => (at - zero) % step === 0);
}

function AcrossTicks({ axis, room, across, bottom }: Ticks & { across: Place; bottom: number }) {
  const labels = useLabels('accounts');
  const text = useAxisText();
  return (
    <g className="axis" aria-hidden>
      {written({ axis, room }, LABEL).map(([edge, place]) => (
        <text key={edge} x={across(place)} y={bottom + 16} textAnchor="middle">
          {text.short(axis, edge)}
        </text>
      ))}
      <text className="name" x={across(1)} y={bottom + 34} textAnchor="end">
        {labels.field(axis.field)} →
      </text>
    </g>
  );
}

function UpTicks({ axis, room, up, left, right }: Ticks & { up: Place; left: number; right: number }) {
  const labels = useLabels('accounts');
  const text = useAxisText();
  return (
    <g className="axis" aria-hidden>
      {written({ axis, room }, LINE).map(([edge, place]) => (
        <g key={edge}>
          <line x1={left} x2={right} y1={up(place)} y2={up(place)} />
          <text x={left - 6} y={up(place) + 4} textAnchor="end">
            {text.short(axis, edge)}
          </text>
        </g>
      ))}
      <text className="name" x={4} y={up(1) - 8}>
        ↑ {labels.field(axis.field)}
      </text>
    </g>
  );
}

type Area = { left: number; top: number; width: number; height: number };

/** Where high begins. */
function Cuts({ x, y, across, up, plane }: Laid & { x: PortfolioAxis; y: PortfolioAxis; plane: Area }) {
  const text = useAxisText();
  const place = (axis: PortfolioAxis) =>
    axis.cut == null ? undefined : (axis.edges.indexOf(axis.cut) + 1) / binsOf(axis);
  const [atX, atY] = [place(x), place(y)];
  const [right, bottom] = [plane.left + plane.width, plane.top + plane.height];
  return (
    <g className="cuts" aria-hidden>
      {atX !== undefined && x.cut != null && (
        <>
          <line x1={across(atX)} x2={across(atX)} y1={plane.top} y2={bottom} />
          <text
            x={across(atX) + (atX > 0.7 ? -5 : 5)}
            y={bottom - 6}
            textAnchor={atX > 0.7 ? 'end' : 'start'}
          >
            {text.short(x, x.cut)}
          </text>
        </>
      )}
      {atY !== undefined && y.cut != null && (
        <>
          <line x1={plane.left} x2={right} y1={up(atY)} y2={up(atY)} />
          <text x={right - 5} y={up(atY) - 5} textAnchor="end">
            {text.short(y, y.cut)}
          </text>
        </>
      )}
    </g>
  );
}

/** What a hand does: dragging with a mouse or a pen, a tap on a cell or a dot, the arrow keys. */
function useHands(
  { x, y }: Portfolio,
  plane: Area,
  box: Box | undefined,
  onChoose: (box: Box | undefined) => void,
  onOpen: (id: string) => void,
) {
  const [from, setFrom] = useState<[number, number]>();
  const pressed = useRef<{ account: string; x: number; y: number } | null>(null);
  const [drawn, setDrawn] = useState<Box>();
  const cellAt = (event: React.PointerEvent<SVGSVGElement>): [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [
      binAt((event.clientX - left - plane.left) / plane.width, x),
      binAt(1 - (event.clientY - top - plane.top) / plane.height, y),
    ];
  };
  const spanned = (one: [number, number], other: [number, number]): Box => ({
    x: [Math.min(one[0], other[0]), Math.max(one[0], other[0])],
    y: [Math.min(one[1], other[1]), Math.max(one[1], other[1])],
  });
  const stop = () => {
    setFrom(undefined);
    setDrawn(undefined);
  };
  return {
    drawn,
    onPointerDown: (event: React.PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return;
      // From now on the chart is the target of what the hand does, not the dot.
      event.currentTarget.setPointerCapture(event.pointerId);
      const account = event.target instanceof SVGElement && event.target.dataset.account;
      pressed.current = account ? { account, x: event.clientX, y: event.clientY } : null;
      const cell = cellAt(event);
      setFrom(cell);
      setDrawn(spanned(cell, cell));
    },
    onPointerMove: (event: React.PointerEvent<SVGSVGElement>) => {
      if (from) setDrawn(spanned(from, cellAt(event)));
    },
    onPointerUp: (event: React.PointerEvent<SVGSVGElement>) => {
      const dot = pressed.current;
      if (dot && Math.hypot(event.clientX - dot.x, event.clientY - dot.y) < STILL) onOpen(dot.account);
      else if (from) onChoose(spanned(from, cellAt(event)));
      stop();
    },
    onPointerCancel: stop,
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape' && box) {
        event.preventDefault();
        return onChoose(undefined);
      }
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      onChoose(box ? moved(box, step, event.shiftKey, [binsOf(x), binsOf(y)]) : { x: [0, 0], y: [0, 0] });
    },
  };
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/** The box one step further, or with Shift one step larger on that side or smaller on the other. */
function moved(box: Box, [right, up]: [number, number], grows: boolean, bins: [number, number]): Box {
  const side = ([from, upto]: [number, number], step: number, count: number): [number, number] => {
    if (grows) return [from, Math.min(Math.max(upto + step, from), count - 1)];
    const by = Math.min(Math.max(step, -from), count - 1 - upto);
    return [from + by, upto + by];
  };
  return { x: side(box.x, right, bins[0]), y: side(box.y, up, bins[1]) };
}
