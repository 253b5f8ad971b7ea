import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, Problem, type Row, useSave } from '@/api';
import { toast, useLabels, useProblemText } from '@/lib';
import { useConflict } from '../conflict';
import { Field, isRef } from '../Field';
import { FieldInput } from '../FieldInput';
import { writeKey } from './columns';

type Props = { list: string; row: Row; field: FieldInfo; onClose: () => void; onStale: () => void };

function written(value: unknown): unknown {
  return isRef(value) ? value.id : value === '' ? null : value;
}

/** Edits one cell in place: Enter or leaving saves, Esc gives up, and the toast undoes it. */
export function CellEditor({ list, row: present, field, onClose, onStale }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const problemText = useProblemText();
  const save = useSave(list);
  const settle = useConflict();
  // What stood there when the cell was opened: a colleague's change meanwhile is a conflict.
  const [row] = useState(present);
  const before = row[field.key] ?? null;
  const [value, setValue] = useState<unknown>(before);
  const closed = useRef(false);
  const box = useRef<HTMLSpanElement>(null);

  const fail = (error: unknown) => {
    toast(problemText(error), { tone: 'danger' });
    if (error instanceof Problem && error.status === 412) onStale();
  };
  const commit = (next: unknown) => {
    if (closed.current) return;
    closed.current = true;
    onClose();
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
        toValues: (now) => ({ [field.key]: now[field.key] ?? null }),
        original: { [field.key]: from },
        mine: { [field.key]: to },
        version,
        send: (values, _, at) =>
          save.mutateAsync({
            id: row.id,
            version: at,
            body: { [writeKey(field)]: written(values[field.key]) },
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
          run: () => void change(values[field.key], before, saved.version).catch(fail),
        },
      });
    } catch (error) {
      fail(error);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      closed.current = true;
      onClose();
    }
    if (event.key === 'Enter' && field.kind !== 'tags' && field.kind !== 'reference') commit(value);
  };
  // Choosing is deciding: a select or a switch saves at once, a text waits for Enter or for leaving.
  const atOnce = ['choice', 'reference', 'boolean', 'date'].includes(field.kind);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to the keys of the control inside.
    <span
      ref={box}
      className="cell-editor"
      onKeyDown={onKeyDown}
      onBlur={() => {
        // The list of a select lives outside the cell: leaving for it is not leaving.
        setTimeout(() => {
          const now = document.activeElement;
          if (
            box.current &&
            now &&
            (box.current.contains(now) || now.closest('.ant-select-dropdown, .ant-picker-dropdown'))
          )
            return;
          commit(value);
        }, 150);
      }}
    >
      <FieldInput
        list={list}
        field={field}
        value={value}
        autoFocus
        open
        // The same choice again is no change, but it is the end of choosing.
        onLeft={() => setTimeout(() => commit(value))}
        onChange={(next) => {
          setValue(next);
          if (atOnce) commit(next);
        }}
      />
    </span>
  );
}
