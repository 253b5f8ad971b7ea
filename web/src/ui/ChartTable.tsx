import type { ReactNode } from 'react';
import './chart.css';

type Props = { title: string; height: number; children: ReactNode };

/** A chart as a table, in the room that the chart has: what is longer scrolls, by the keys too. */
export function ChartTable({ title, height, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by the keys.
    <section className="chart-table" style={{ height }} tabIndex={0} aria-label={title}>
      <table>
        <caption className="sr-only">{title}</caption>
        {children}
      </table>
    </section>
  );
}
