import { Inbox } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import './states.css';

type Props = {
  title: string;
  text?: string;
  action?: ReactNode;
  icon?: ComponentType<{ size?: number; strokeWidth?: number; 'aria-hidden'?: boolean }>;
};

/** Nothing here: what it is, and the one thing to do about it. */
export function Empty({ title, text, action, icon: Icon = Inbox }: Props) {
  return (
    <div className="state">
      <span className="state-icon">
        <Icon size={22} strokeWidth={1.6} aria-hidden />
      </span>
      <strong>{title}</strong>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}
