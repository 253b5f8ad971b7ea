import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';

type Props = {
  to: string;
  icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  /** What it leads to, for those who do not know the picture. */
  label: string;
};

/** A way to another page that stands as a picture among the actions of a page. */
export function IconLink({ to, icon: Icon, label }: Props) {
  return (
    <Link to={to} className="icon-button" aria-label={label} title={label}>
      <Icon size={16} aria-hidden />
    </Link>
  );
}
