import type { ReactNode } from 'react';
import { useTitle } from '@/lib';
import './page.css';

type Props = {
  title: string;
  /** Avatar or icon before the title. */
  lead?: ReactNode;
  /** One line below the title. */
  sub?: ReactNode;
  actions?: ReactNode;
};

/** The page's h1, its actions, and the browser's tab title. */
export function PageHeader({ title, lead, sub, actions }: Props) {
  useTitle(title);
  return (
    <header className="page-head">
      {lead}
      <div className="page-title">
        <h1 className="clip">{title}</h1>
        {sub && <div className="page-sub">{sub}</div>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </header>
  );
}
