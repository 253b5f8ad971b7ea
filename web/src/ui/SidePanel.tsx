import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/lib';
import { useOver } from './over';
import './page.css';

type Props = {
  title: string;
  actions?: ReactNode;
  /** Off where the keys must stay with the list beside it. */
  focus?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** A panel beside the work (the whole screen on a phone): the list stays where it was. Esc or Back closes it. */
export function SidePanel({ title, actions, focus = true, onClose, children }: Props) {
  const { t } = useTranslation('ui');
  const box = useRef<HTMLElement>(null);
  useOver(onClose);
  useEffect(() => {
    if (!focus) return;
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [focus]);
  return (
    <aside
      className="side-panel"
      aria-label={title}
      ref={box}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
        // A dialog opened from in here closes by itself, and what is behind it stays.
        if (!(event.target instanceof Node) || !box.current?.contains(event.target)) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="side-panel-head">
        <h2 className="clip">{title}</h2>
        {actions}
        <button type="button" className="icon-button" aria-label={t('ui:close')} onClick={onClose}>
          <X size={17} aria-hidden />
        </button>
      </div>
      <div className="side-panel-body">{children}</div>
    </aside>
  );
}
