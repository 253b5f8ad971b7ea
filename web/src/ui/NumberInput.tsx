import { Input, type InputProps } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { numberIn, readNumber } from './number';

type Props = Pick<
  InputProps,
  | 'id'
  | 'size'
  | 'prefix'
  | 'suffix'
  | 'style'
  | 'className'
  | 'placeholder'
  | 'autoFocus'
  | 'onBlur'
  | 'onPressEnter'
  | 'aria-label'
  | 'aria-invalid'
  | 'aria-describedby'
> & {
  value?: number | null;
  onChange?: (value: number | null) => void;
  /** Decimals that are shown. More can be typed: the rule of the field, or the server, says what is wrong. */
  decimals?: number;
  /** What cannot be read becomes `NaN`, which the rule of the field refuses: for fields of forms. Elsewhere it goes back. */
  strict?: boolean;
  /** Whether the arrow keys step. */
  steps?: boolean;
};

/** How much of a number its last bits are: what was typed comes back by way of fen. */
const LAST_BITS = 1e-14;

function isSame(read: number | null | undefined, value: number | null): boolean {
  if (typeof read !== 'number' || value === null) return read === value;
  return Object.is(read, value) || Math.abs(read - value) <= Math.abs(value) * LAST_BITS;
}

/**
 * A number that is typed, as people type it. What was typed stays as it is, wrong or right: a widget that rounds, bounds or
 * wipes it changes what somebody meant without a word.
 */
export function NumberInput({
  value,
  onChange,
  decimals,
  strict = false,
  steps = true,
  onBlur,
  ...rest
}: Props) {
  const [typed, setTyped] = useState<string>();
  const read = typed === undefined ? undefined : readNumber(typed);
  const waits = Number.isNaN(read) && !strict;
  const shown =
    typed !== undefined && (waits || isSame(read, value ?? null)) ? typed : numberIn(value, decimals);
  const take = (text: string) => {
    setTyped(text);
    const next = readNumber(text);
    if (strict || !Number.isNaN(next)) onChange?.(next);
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (!steps || by === 0) return;
    event.preventDefault();
    setTyped(undefined);
    onChange?.((value || 0) + by);
  };
  return (
    <Input
      {...rest}
      role="spinbutton"
      aria-valuenow={Number.isFinite(value) ? (value as number) : undefined}
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      onChange={(event) => take(event.target.value)}
      onKeyDown={step}
      onBlur={(event) => {
        // Numbers too large to be exact stand as they were typed.
        const exact = typeof read === 'number' && Math.abs(read) <= Number.MAX_SAFE_INTEGER;
        if (waits || exact) setTyped(undefined);
        onBlur?.(event);
      }}
    />
  );
}
