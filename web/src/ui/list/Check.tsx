import { useEffect, useRef } from 'react';

type Props = {
  /** Off in the grid, where the arrow keys and x do the work of thousands of tab stops. */
  tabbable?: boolean;
  checked: boolean;
  some?: boolean;
  label: string;
  /** `range`: with Shift, everything since the last one. */
  onChange: (checked: boolean, range: boolean) => void;
};

/** A plain tick box: a widget-library checkbox per row costs more than the row itself. */
export function Check({ checked, some = false, label, tabbable = false, onChange }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = some && !checked;
  }, [some, checked]);
  return (
    <label className="check">
      <input
        ref={box}
        type="checkbox"
        checked={checked}
        aria-label={label}
        tabIndex={tabbable ? 0 : -1}
        onChange={({ target, nativeEvent }) =>
          onChange(target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
      />
    </label>
  );
}
