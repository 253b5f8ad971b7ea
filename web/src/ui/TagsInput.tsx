import { Select } from 'antd';
import { useTags } from './refs';

type Props = {
  /** Whose tags are offered. */
  list?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  autoFocus?: boolean;
};

/** Several tags: chosen from those in use, or typed anew and closed with a comma. */
export function TagsInput({ list, value, onChange, label, ...rest }: Props) {
  const known = useTags(list);
  return (
    <Select<string[]>
      {...rest}
      aria-label={label}
      mode="tags"
      value={value ?? []}
      tokenSeparators={[',', '，', '、', ';']}
      options={(known.data ?? []).map((tag) => ({ value: tag, label: tag }))}
      style={{ width: '100%' }}
      onChange={(tags) => onChange?.(tags.map((tag) => tag.trim()).filter(Boolean))}
    />
  );
}
