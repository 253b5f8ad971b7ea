import { useLayoutEffect, useRef } from 'react';

/** A row that goes to another section is drawn anew: the button that has moved it gets the focus back. */
export function useRefocus() {
  const box = useRef<HTMLDivElement>(null);
  const pressed = useRef<[field: string, button: string] | null>(null);
  useLayoutEffect(() => {
    if (!pressed.current) return;
    const [field, button] = pressed.current;
    pressed.current = null;
    const row = box.current?.querySelector(`[data-field="${field}"]`);
    const again = row?.querySelector<HTMLElement>(`[data-do="${button}"]:not(:disabled)`);
    (again ?? row?.querySelector<HTMLElement>('[data-do=menu]'))?.focus();
  });
  return {
    box,
    onPress: (field: string, button: string) => {
      pressed.current = [field, button];
    },
  };
}
