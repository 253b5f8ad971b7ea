import { type ReactNode, useEffect, useRef } from 'react';

/** What the address calls the part of the page that is about the purchase model. */
export const MODEL = 'model';

/** Where the model is told of: whoever was sent there finds it in sight, although it comes after the page. */
export function ModelPlace({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${MODEL}`) place.current?.scrollIntoView();
  }, []);
  return (
    <div id={MODEL} ref={place}>
      {children}
    </div>
  );
}
