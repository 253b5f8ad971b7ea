import type { ComponentType } from 'react';
import './chips.css';

export type ChipOption = {
  value: string;
  label: string;
  /** The language of the label, where it is not that of the page. */
  lang?: string;
  icon?: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
};

type Shared = { options: ChipOption[]; label: string; id?: string };
type OneProps = Shared & {
  value?: string | null;
  onChange?: (value: string | null) => void;
  /** A second press takes the choice back. */
  clearable?: boolean;
};

/** One of a few choices, each a thumb's press away. Fits in `Form.Item`. */
export function Chips({ options, label, id, value, onChange, clearable = false }: OneProps) {
  return (
    <div className="pick-chips" role="group" id={id} tabIndex={-1} aria-label={label}>
      {options.map(({ value: own, label: text, icon: Icon, lang }) => (
        <button
          key={own}
          type="button"
          lang={lang}
          aria-pressed={value === own}
          onClick={() => onChange?.(clearable && value === own ? null : own)}
        >
          {Icon && <Icon size={15} aria-hidden />}
          {text}
        </button>
      ))}
    </div>
  );
}

type SeveralProps = Shared & { value?: string[]; onChange?: (value: string[]) => void };

/** Any number of a few choices. */
export function ChipSet({ options, label, id, value = [], onChange }: SeveralProps) {
  const toggle = (own: string) =>
    onChange?.(value.includes(own) ? value.filter((each) => each !== own) : [...value, own]);
  return (
    <div className="pick-chips" role="group" id={id} tabIndex={-1} aria-label={label}>
      {options.map(({ value: own, label: text, icon: Icon }) => (
        <button key={own} type="button" aria-pressed={value.includes(own)} onClick={() => toggle(own)}>
          {Icon && <Icon size={15} aria-hidden />}
          {text}
        </button>
      ))}
    </div>
  );
}
