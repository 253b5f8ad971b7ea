import { ArrowDown, ArrowUp, Ellipsis, GripVertical } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone, useLabels } from '@/lib';
import { Menu } from '@/ui';
import { HIDDEN } from './layout';
import type { Shared } from './SectionCard';

type Props = Shared & {
  field: string;
  at: number;
  place: number;
  /** One up and one down, where that is possible. */
  steps?: { up?: () => void; down?: () => void };
};

/** One field of a layout. */
export function FieldRow({ list, field, at, place, places, steps, dragged, onDrag, onPut, onPress }: Props) {
  const { t } = useTranslation('layouts');
  const phone = useIsPhone();
  const label = useLabels(list).field(field);
  const press = (button: string, run: (() => void) | undefined) => {
    if (!run) return;
    onPress(field, button);
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const run = { ArrowUp: steps?.up, ArrowDown: steps?.down }[event.key];
    if (!event.altKey || !run) return;
    event.preventDefault();
    press('menu', run);
  };
  const others = places.filter(({ section }) => section !== at);
  const menu = [
    ...(phone && steps
      ? [
          {
            key: 'up',
            label: t('layouts:one_up'),
            disabled: !steps.up,
            onClick: () => press('menu', steps.up),
          },
          {
            key: 'down',
            label: t('layouts:one_down'),
            disabled: !steps.down,
            onClick: () => press('menu', steps.down),
          },
        ]
      : []),
    ...others.map(({ title, section }) => ({
      key: String(section),
      label: t('layouts:put', { title }),
      onClick: () => press('menu', () => onPut(field, section, Number.MAX_SAFE_INTEGER)),
    })),
    ...(at === HIDDEN
      ? []
      : [
          {
            key: 'hide',
            label: t('layouts:hide'),
            onClick: () => press('menu', () => onPut(field, HIDDEN, Number.MAX_SAFE_INTEGER)),
          },
        ]),
  ];
  return (
    <li
      data-field={field}
      draggable
      className={dragged === field ? 'dragged' : undefined}
      onDragStart={() => onDrag(field)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        if (!dragged) return;
        event.preventDefault();
        event.stopPropagation();
        if (dragged !== field) onPut(dragged, at, place);
      }}
      onKeyDown={onKeyDown}
    >
      <GripVertical size={14} className="grip" aria-hidden />
      <span className="clip">{label}</span>
      {steps && !phone && (
        <>
          <button
            type="button"
            className="icon-button"
            data-do="up"
            disabled={!steps.up}
            aria-label={t('layouts:up', { field: label })}
            onClick={() => press('up', steps.up)}
          >
            <ArrowUp size={15} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button"
            data-do="down"
            disabled={!steps.down}
            aria-label={t('layouts:down', { field: label })}
            onClick={() => press('down', steps.down)}
          >
            <ArrowDown size={15} aria-hidden />
          </button>
        </>
      )}
      <Menu label={t('layouts:actions', { field: label })} placement="bottomRight" items={menu}>
        <button
          type="button"
          className="icon-button"
          data-do="menu"
          aria-label={t('layouts:actions', { field: label })}
        >
          <Ellipsis size={15} aria-hidden />
        </button>
      </Menu>
    </li>
  );
}
