import { Check } from 'lucide-react';
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useRef, useState } from 'react';
import { Drop, type Placement } from './Drop';
import './menu.css';

export type MenuItem =
  | {
      key: string;
      label: ReactNode;
      icon?: ReactNode;
      checked?: boolean;
      danger?: boolean;
      disabled?: boolean;
      onClick: () => void;
    }
  | { key: string; heading: string };

type Props = {
  /** The name of the menu for those who do not see it. */
  label: string;
  items: MenuItem[];
  placement?: Placement;
  /** The button that opens it. */
  children: ReactElement<Record<string, unknown>>;
};

/** A menu beneath a button: arrows move, Enter chooses, Esc closes. A tenth of the widget library's dropdown. */
export function Menu({ label, items, placement = 'bottomLeft', children }: Props) {
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
    const here = entries.indexOf(document.activeElement as HTMLElement);
    entries.at((here + step) % entries.length)?.focus();
  };
  return (
    <>
      {cloneElement(children, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
      })}
      {open && button.current && (
        <Drop anchor={button.current} placement={placement} onClose={close}>
          <div className="menu" role="menu" aria-label={label} tabIndex={-1} ref={list} onKeyDown={onKeyDown}>
            {items.map((item) =>
              'heading' in item ? (
                <div key={item.key} className="menu-heading" role="presentation">
                  {item.heading}
                </div>
              ) : (
                <button
                  key={item.key}
                  type="button"
                  {...(item.checked === undefined
                    ? { role: 'menuitem' }
                    : { role: 'menuitemradio', 'aria-checked': item.checked })}
                  className={item.danger ? 'danger' : undefined}
                  disabled={item.disabled}
                  onClick={() => {
                    close();
                    item.onClick();
                  }}
                >
                  {item.icon}
                  <span className="clip">{item.label}</span>
                  {item.checked && <Check size={14} aria-hidden />}
                </button>
              ),
            )}
          </div>
        </Drop>
      )}
    </>
  );
}
