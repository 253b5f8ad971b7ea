import type { ReactNode } from 'react';
import './page.css';

/** Labels and values in two columns; empty ones show a dash. */
export function KeyValue({ items }: { items: { key: string; label: string; value: ReactNode }[] }) {
  return (
    <dl className="key-value">
      {items.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value ?? <span className="muted">–</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
