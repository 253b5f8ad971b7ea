import { useRef } from 'react';

/** Sends once at a time: a double press is faster than a button is drawn as busy. Failures are for the mutation's own `onError`. */
export function useOnce<T>(send: (value: T) => Promise<unknown>) {
  const sending = useRef(false);
  return (value: T) => {
    if (sending.current) return;
    sending.current = true;
    void send(value)
      .catch(() => undefined)
      .finally(() => {
        sending.current = false;
      });
  };
}
