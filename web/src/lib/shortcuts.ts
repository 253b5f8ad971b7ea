import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { isComposing } from './keys';
import { shared, useShared } from './shared';

export type Shortcut = {
  /** tinykeys notation: `$mod+K`, `g a`, `?`. */
  keys: string;
  /** Translated text for the help sheet. */
  label: string;
  group: string;
  /** Nothing for keys that are heard where they belong, and only listed here. */
  run?: (event: KeyboardEvent) => void;
  /** Also while typing in a field. */
  always?: boolean;
};

/** What `$mod` is called on the keyboard at hand. */
export const MOD_KEY = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';

const shown = shared<Shortcut[]>([]);

/** A dialog keeps the keys to itself: what they would do lies beneath it. */
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Registers shortcuts while the component is mounted; the `?` sheet lists them. */
export function useShortcuts(shortcuts: Shortcut[]) {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map((shortcut) => `${shortcut.keys}\t${shortcut.label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list.
  useEffect(() => {
    const own = latest.current;
    shown.write([...shown.read(), ...own]);
    const map: Record<string, (event: KeyboardEvent) => void> = {};
    own.forEach((shortcut, index) => {
      if (!shortcut.run) return;
      map[shortcut.keys] = (event) => {
        // What has the focus may have answered the key already.
        if (event.defaultPrevented || isComposing(event)) return;
        if (!shortcut.always && (isTyping(event.target) || isInDialog(event.target))) return;
        event.preventDefault();
        latest.current[index]?.run?.(event);
      };
    });
    const stop = tinykeys(window, map);
    return () => {
      stop();
      shown.write(shown.read().filter((shortcut) => !own.includes(shortcut)));
    };
  }, [signature]);
}

export function useShownShortcuts(): Shortcut[] {
  return useShared(shown);
}
