import type { ReactNode } from 'react';
import type { Shared } from './SectionCard';

type Props = Pick<Shared, 'dragged' | 'onPut'> & {
  name: string;
  at: number;
  fields: string[];
  className?: string;
  children: ReactNode;
};

/** Where fields stand together: what is dragged over it comes in at the end. */
export function FieldBox({ name, at, fields, dragged, onPut, className, children }: Props) {
  return (
    <section
      className={className ? `layout-section ${className}` : 'layout-section'}
      aria-label={name}
      onDragOver={(event) => {
        if (!dragged) return;
        event.preventDefault();
        if (!fields.includes(dragged)) onPut(dragged, at, fields.length);
      }}
    >
      {children}
    </section>
  );
}
