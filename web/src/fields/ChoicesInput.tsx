import { Button, Input } from 'antd';
import { ArrowDown, ArrowUp, CircleOff, Plus, RotateCcw, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/lib';
import { pasted, swapped, without } from './choices';
import type { EditedChoice } from './types';

type Props = { id?: string; value?: EditedChoice[]; onChange?: (value: EditedChoice[]) => void };

/**
 * The words of a field in their order. Enter makes the next one, several lines make several when they are pasted. One that
 * records may have is not removed: it is retired, and who has it keeps it.
 */
export function ChoicesInput({ id, value = [], onChange }: Props) {
  const { t } = useTranslation('fields');
  const box = useRef<HTMLDivElement>(null);
  const refocus = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (refocus.current === null) return;
    box.current?.querySelectorAll<HTMLElement>('input')[refocus.current]?.focus();
    refocus.current = null;
  });
  const set = (next: EditedChoice[], focus?: number) => {
    refocus.current = focus ?? null;
    onChange?.(next);
  };
  const change = (place: number, part: Partial<EditedChoice>) =>
    set(value.map((choice, index) => (index === place ? { ...choice, ...part } : choice)));
  const addAfter = (place: number) =>
    set([...value.slice(0, place + 1), { label: '' }, ...value.slice(place + 1)], place + 1);
  const next = (place: number) => {
    if (value[place + 1]?.label === '') box.current?.querySelectorAll('input')[place + 1]?.focus();
    else addAfter(place);
  };
  const move = (place: number, by: 1 | -1) => {
    if (value[place + by]) set(swapped(value, place, place + by), place + by);
  };
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const by = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as 'ArrowDown' | 'ArrowUp'];
    if (event.altKey && by) {
      event.preventDefault();
      move(place, by);
    }
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !isComposing(event)) {
      event.preventDefault();
      next(place);
    }
  };
  const onPaste = (event: ClipboardEvent, place: number) => {
    const words = pasted(event.clipboardData.getData('text'));
    if (words.length < 2) return;
    event.preventDefault();
    const kept = value[place]?.label ? value : without(value, place);
    set([...kept, ...words.map((label) => ({ label }))], kept.length + words.length - 1);
  };
  return (
    <div ref={box} className="choices-input" id={id}>
      {value.map((choice, place) => {
        const name = choice.label || t('fields:choice.number', { number: place + 1 });
        return (
          // A new word has no identity of its own: its place is the only one.
          <div key={choice.key ?? place} className={`choice-row${choice.retired ? ' retired' : ''}`}>
            <Input
              value={choice.label}
              disabled={choice.retired}
              aria-label={t('fields:choice.number', { number: place + 1 })}
              placeholder={t('fields:choice.number', { number: place + 1 })}
              onChange={(event) => change(place, { label: event.target.value })}
              onKeyDown={(event) => onKeyDown(event, place)}
              onPaste={(event) => onPaste(event, place)}
            />
            <button
              type="button"
              className="icon-button"
              disabled={place === 0}
              aria-label={t('fields:up', { field: name })}
              onClick={() => move(place, -1)}
            >
              <ArrowUp size={14} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-button"
              disabled={place === value.length - 1}
              aria-label={t('fields:down', { field: name })}
              onClick={() => move(place, 1)}
            >
              <ArrowDown size={14} aria-hidden />
            </button>
            {choice.key ? (
              <button
                type="button"
                className="icon-button"
                aria-label={t(choice.retired ? 'fields:choice.revive' : 'fields:choice.retire', { name })}
                title={t(choice.retired ? 'fields:choice.revive' : 'fields:choice.retire', { name })}
                onClick={() => change(place, { retired: !choice.retired })}
              >
                {choice.retired ? <RotateCcw size={14} aria-hidden /> : <CircleOff size={14} aria-hidden />}
              </button>
            ) : (
              <button
                type="button"
                className="icon-button"
                aria-label={t('fields:choice.remove', { name })}
                onClick={() => set(without(value, place))}
              >
                <X size={14} aria-hidden />
              </button>
            )}
          </div>
        );
      })}
      <Button size="small" type="text" icon={<Plus size={14} />} onClick={() => addAfter(value.length - 1)}>
        {t('fields:choice.add')}
      </Button>
    </div>
  );
}
