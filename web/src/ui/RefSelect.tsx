import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useProblemText } from '@/lib';
import { Avatar } from './Avatar';
import { useRefOptions } from './refs';
import { Select } from './Select';

type Props = {
  /** The list searched, as a reference names it. */
  list: string;
  value?: Ref | null;
  onChange?: (value: Ref | null) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** Shows the list at once. */
  defaultOpen?: boolean;
  disabled?: boolean;
  /** One that is not offered. */
  except?: string;
  onBlur?: () => void;
  onOpenChange?: (shown: boolean) => void;
};

/** Search as you type for one record of another list. Its value is the whole reference, name and all. */
export function RefSelect({ list, value, onChange, label, placeholder, except, ...rest }: Props) {
  const { t } = useTranslation('ui');
  const problemText = useProblemText();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(rest.defaultOpen ?? false);
  const options = useRefOptions(list, typed, asked);
  const known = (options.data ?? []).filter((ref) => ref.id !== except);
  // Behind those that are found, so that Enter takes the first of them.
  const all = value && !known.some((ref) => ref.id === value.id) ? [...known, value] : known;
  return (
    <Select<string>
      {...rest}
      aria-label={label}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      value={value?.id}
      placeholder={placeholder ?? t('ui:search')}
      loading={options.isFetching}
      notFoundContent={
        options.isFetching
          ? t('ui:loading')
          : options.isError
            ? problemText(options.error)
            : t('ui:nothing_found')
      }
      style={{ width: '100%' }}
      onFocus={() => setAsked(true)}
      options={all.map((ref) => ({ value: ref.id, label: ref.name }))}
      optionRender={(option) => (
        <span className="who">
          <Avatar name={String(option.label)} seed={String(option.value)} list={list} />
          <span className="clip">{option.label}</span>
        </span>
      )}
      onChange={(id) => {
        setTyped('');
        onChange?.(all.find((ref) => ref.id === id) ?? null);
      }}
    />
  );
}
