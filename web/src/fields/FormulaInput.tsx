import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { toKeys, toLabels, wordsOf } from './formula';
import { useNamed } from './useNamed';

type Props = { list: string; id?: string; value?: string; onChange?: (value: string) => void };

/** What stands between the parentheses of a function is said in each language; where the caret goes is not. */
const FUNCTIONS = 'IF AND OR NOT EMPTY COALESCE MIN MAX ROUND ABS TODAY'.split(' ');

/** A formula, read and written in the labels of fields and kept in their keys. */
export function FormulaInput(props: Props) {
  const named = useNamed(props.list);
  if (!named) return <i className="bone" style={{ height: 110 }} />;
  return <Input {...props} named={named} />;
}

function Input({
  id,
  value = '',
  onChange,
  named,
}: Props & { named: NonNullable<ReturnType<typeof useNamed>> }) {
  const { t } = useTranslation('fields');
  const box = useRef<TextAreaRef>(null);
  const [text, setText] = useState(() => toLabels(value, named));
  const write = (written: string) => {
    setText(written);
    onChange?.(toKeys(written, named));
  };
  const put = (word: string) => {
    const area = box.current?.resizableTextArea?.textArea;
    const [from, to] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length];
    write(text.slice(0, from) + word + text.slice(to));
    // Between the parentheses of a function, behind a field.
    const caret = from + (word.endsWith('()') ? word.length - 1 : word.length);
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(caret, caret);
    });
  };
  return (
    <div className="formula-input">
      <TextArea
        ref={box}
        id={id}
        rows={3}
        most={8}
        value={text}
        spellCheck={false}
        placeholder={t('fields:formula.example')}
        onChange={(event) => write(event.target.value)}
      />
      <div className="formula-parts">
        <Select<string>
          size="small"
          value={null as unknown as string}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('fields:formula.put_field')}
          aria-label={t('fields:formula.put_field')}
          popupMatchSelectWidth={false}
          options={wordsOf(named).map(({ key, label }, place) => ({
            value: label,
            label: label === key ? `${named[place]?.label ?? ''} ${key}` : label,
          }))}
          onChange={put}
        />
        <Select<string>
          size="small"
          value={null as unknown as string}
          placeholder={t('fields:formula.put_function')}
          aria-label={t('fields:formula.put_function')}
          popupMatchSelectWidth={false}
          options={FUNCTIONS.map((name) => ({
            value: `${name}()`,
            label: `${name}${t('fields:formula.given', { what: t(`fields:formula.of.${name}`) })}`,
          }))}
          onChange={put}
        />
      </div>
    </div>
  );
}
