import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { isComposing } from '@/lib';
import './drop.css';
import { useOver } from './over';

export type Placement = 'bottomLeft' | 'bottomRight' | 'topLeft';

const GAP = 4;
/** What stays free at the window's edge. */
const EDGE = 8;
/** What the widgets in here drop elsewhere on the page. */
const PARTS = '.ant-select-dropdown, .ant-picker-dropdown, .ant-popover, .ant-modal-root';

const CONTROLS = ':is(button, a[href], input, textarea):not(:disabled, [tabindex="-1"])';

/** Puts the focus on the first control, or on the box itself as long as it has none. */
function enter(box: HTMLElement) {
  if (box !== document.activeElement && box.contains(document.activeElement)) return;
  (box.querySelector<HTMLElement>(CONTROLS) ?? box).focus();
}

type Box = { left: number; right: number; top: number; bottom: number };
type Size = { width: number; height: number };

/** Where a box of this size goes: at its anchor, on the other side of it where there is more room, inside the window. */
export function placeAt(
  anchor: Box,
  size: Size,
  window: Size,
  placement: Placement,
): { left: number; top: number } {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const fitsBelow = below + size.height <= window.height - EDGE;
  const wantsAbove = placement === 'topLeft';
  const top = (wantsAbove ? above >= EDGE : !fitsBelow && above >= EDGE) ? above : below;
  const left = placement === 'bottomRight' ? anchor.right - size.width : anchor.left;
  return {
    left: Math.max(EDGE, Math.min(left, window.width - EDGE - size.width)),
    top: Math.max(EDGE, Math.min(top, window.height - EDGE - size.height)),
  };
}

type Props = {
  anchor: HTMLElement;
  placement: Placement;
  onClose: () => void;
  children: ReactNode;
};

/**
 * A light box at a button: for menus and short lists. A press elsewhere, Esc or Back closes it.
 * It stands far from its button in the page, so it takes the focus, and gives it back when it goes.
 */
export function Drop({ anchor, placement, onClose, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useOver(onClose);
  useLayoutEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const here = box.current;
    if (!here) return;
    const place = () => {
      const { width, height } = here.getBoundingClientRect();
      const room = { width: window.innerWidth, height: window.innerHeight };
      const { left, top } = placeAt(anchor.getBoundingClientRect(), { width, height }, room, placement);
      here.style.transform = '';
      // Inside a moved parent «fixed» begins elsewhere than at the window's corner.
      const from = here.getBoundingClientRect();
      here.style.transform = `translate(${left - from.left}px, ${top - from.top}px)`;
    };
    const press = (event: PointerEvent) => {
      const target = event.target as Element;
      if (target.closest?.(PARTS) && !target.closest(PARTS)?.contains(anchor)) return;
      if (!here.contains(target) && !anchor.contains(target)) close.current();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isComposing(event) || here.querySelector('.ant-select-open')) return;
      // Not also the dialog that it may stand in.
      event.stopPropagation();
      close.current();
    };
    place();
    enter(here);
    const sized = new ResizeObserver(() => {
      place();
      // What is in here may have come only now.
      if (document.activeElement === here) enter(here);
    });
    sized.observe(here);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('keydown', key, true);
    return () => {
      sized.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('keydown', key, true);
      const focused = document.activeElement;
      if (focused !== document.body && !here.contains(focused)) return;
      (anchor.matches(CONTROLS) ? anchor : anchor.querySelector<HTMLElement>(CONTROLS))?.focus();
    };
  }, [anchor, placement]);
  // A dialog keeps the focus within itself, so what drops from one of its buttons must be in it.
  const home = anchor.closest('[role=dialog]') ?? document.body;
  return createPortal(
    <div ref={box} className="drop-box" tabIndex={-1}>
      {children}
    </div>,
    home,
  );
}
