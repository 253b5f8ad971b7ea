import { type ReactNode, useRef } from 'react';
import { SaveTable } from './SaveTable';
import { tableRows } from './tableRows';

type Props = {
  /** The name of the file. */
  title: string;
  /** The table, or a list of terms. */
  children: ReactNode;
};

/** A table that can be saved as it stands on the screen: whoever draws it need not write it a second time for the file. */
export function Savable({ title, children }: Props) {
  const shown = useRef<HTMLDivElement>(null);
  return (
    <div className="chart" ref={shown}>
      <SaveTable title={title} rows={() => (shown.current ? tableRows(shown.current) : [])} />
      {children}
    </div>
  );
}
