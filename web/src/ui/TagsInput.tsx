import { useState } from 'react';
import { useTags } from './refs';
import { Select } from './Select';

type Props = {
  /** Whose tags are offered. */
  list: string;
  value?: string[];
  onChange?: (value: string[]) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  autoFocus?: boolean;
};

/**
 * Several tags: chosen from those in use, or typed anew and closed with a comma. The list of choices closes with each,
 * so that it does not lie over what stands below; typing opens it again.
 */
export function TagsInput({ list, value, onChange, label, ...rest }: Props) {
  const known = useTags(list);
  const [open, setOpen] = useState(false);
  return (
    <Select<string[]>
      {...rest}
      aria-label={label}
      mode="tags"
      open={open}
      onOpenChange={setOpen}
      value={value ?? []}
      tokenSeparators={[',', '，', '、', ';']}
      options={(known.data ?? []).map((tag) => ({ value: tag, label: tag }))}
      style={{ width: '100%' }}
      onChange={(tags) => {
        setOpen(false);
        onChange?.(tags.map((tag) => tag.trim()).filter(Boolean));
      }}
    />
  );
}
