import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, Problem, type Row, useSave } from '@/api';
import { changeOf, isComposing, toast, useLabels, useProblemText, valueIn } from '@/lib';
import { useConflict } from '../conflict';
import { Field, isRef } from '../Field';
import { FieldInput, NOT_A_DAY } from '../FieldInput';

type Props = {
  list: string;
  row: Row;
  field: FieldInfo;
  /** A text of several lines: Enter begins the next one, Ctrl+Enter saves. */
  long?: boolean;
  /** What to begin with instead of what stands there: what was typed before and refused. */
  start?: unknown;
  onClose: () => void;
  onStale: () => void;
  /** Opens the cell once more with what was typed. */
  onAgain: (typed: unknown) => void;
};

function written(value: unknown): unknown {
  return isRef(value) ? value.id : value === '' ? null : value;
}

/** Edits one cell in place: Enter or leaving saves, Esc gives up, and the toast undoes it. */
export function CellEditor(props: Props) {
  const { list, row: present, field, start, onClose, onStale, onAgain } = props;
  const long = props.long ?? field.custom?.type === 'long_text';
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const problemText = useProblemText();
  const save = useSave(list);
  const settle = useConflict();
  // What stood there when the cell was opened: a colleague's change meanwhile is a conflict.
  const [row] = useState(present);
  const before = valueIn(row, field) ?? null;
  const [value, setValue] = useState<unknown>(start === undefined ? before : start);
  // Leaving gives a control its last value, and is heard before that is drawn.
  const latest = useRef(value);
  const closed = useRef(false);
  const box = useRef<HTMLSpanElement>(null);

  const refuse = (why: string, typed?: unknown) =>
    toast(why, {
      tone: 'danger',
      action: typed === undefined ? undefined : { label: t('ui:list.edit_again'), run: () => onAgain(typed) },
    });
  const fail = (error: unknown, typed?: unknown) => {
    refuse(problemText(error), typed);
    if (error instanceof Problem && error.status === 412) onStale();
  };
  const commit = (next: unknown) => {
    if (closed.current) return;
    closed.current = true;
    onClose();
    if (next === NOT_A_DAY) return refuse(t('ui:not_a_day'), before);
    if (JSON.stringify(written(next)) === JSON.stringify(written(before))) return;
    void send(next);
  };
  // By promise: the cell is gone from the screen when the answer comes, and its callbacks with it.
  const send = async (next: unknown) => {
    const change = (from: unknown, to: unknown, version: number | undefined) =>
      settle({
        fields: [
          {
            key: field.key,
            label: labels.field(field.key),
            show: (shown) => <Field list={list} field={field} value={shown} exact />,
          },
        ],
        toValues: (now) => ({ [field.key]: valueIn(now, field) ?? null }),
        original: { [field.key]: from },
        mine: { [field.key]: to },
        version,
        send: (values, _, at) =>
          save.mutateAsync({
            id: row.id,
            version: at,
            body: changeOf(field, written(values[field.key])),
          }),
      });
    try {
      const done = await change(before, next, row.version);
      // Gone back to the list: it shows what they made of it.
      if (!done) return onStale();
      const { saved, values } = done;
      toast(t('ui:list.changed', { field: labels.field(field.key) }), {
        action: {
          label: t('ui:undo'),
          run: () =>
            void change(values[field.key], before, saved.version).catch((error: unknown) => fail(error)),
        },
      });
    } catch (error) {
      fail(error, next);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      closed.current = true;
      onClose();
    }
    if (event.key !== 'Enter' || ['tags', 'own_choices', 'reference'].includes(field.kind)) return;
    if (!long || event.ctrlKey || event.metaKey) commit(latest.current);
  };
  // Choosing is deciding: a select or a switch saves at once, a text waits for Enter or for leaving.
  const atOnce = ['choice', 'own_choice', 'reference', 'boolean', 'date'].includes(field.kind);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to the keys of the control inside.
    <span
      ref={box}
      className="cell-editor"
      onKeyDown={onKeyDown}
      onBlur={() => {
        // The list of a select lives outside the cell: leaving for it is not leaving.
        setTimeout(() => {
          // Gone from the screen, it has no place that could have been gone to.
          const now = box.current?.ownerDocument.activeElement;
          if (
            now &&
            (box.current?.contains(now) || now.closest('.ant-select-dropdown, .ant-picker-dropdown'))
          )
            return;
          commit(latest.current);
        }, 150);
      }}
    >
      <FieldInput
        list={list}
        field={field}
        value={value}
        long={long}
        autoFocus
        open
        // The same choice again is no change, but it is the end of choosing.
        onLeft={() => setTimeout(() => commit(latest.current))}
        onChange={(next) => {
          latest.current = next;
          setValue(next);
          if (atOnce) commit(next);
        }}
      />
    </span>
  );
}
