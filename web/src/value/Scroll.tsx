import type { ReactNode } from 'react';
import './value.css';

/** A table that may be wider than the screen: it scrolls, by the keys too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="value-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
