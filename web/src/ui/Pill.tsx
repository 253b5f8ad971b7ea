import type { ReactNode } from 'react';
import './small.css';
import { type Tone, tintOf } from './tint';

/** A tinted pill with a dot: a state is never told by colour alone. */
export function Pill({
  tone = 'grey',
  dot = true,
  children,
}: {
  tone?: Tone;
  dot?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`pill ${tone === 'grey' ? 'grey' : 'tinted'}`} style={tintOf(tone)}>
      {dot && <i aria-hidden="true" />}
      <span className="clip">{children}</span>
    </span>
  );
}
