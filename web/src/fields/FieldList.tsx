import { ArrowDown, ArrowUp, Ellipsis, GripVertical, Pencil, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { useIsPhone, useLabels, useListName, useMay } from '@/lib';
import { confirm, Menu, Pill } from '@/ui';
import { FilterText } from '@/ui/list/FilterText';
import { toLabels } from './formula';
import { traitsOf } from './rules';
import { iconOf } from './typeIcons';
import type { OwnField } from './types';
import { useFieldActions, useKeptDays, useTwice } from './useFields';
import { useNamed } from './useNamed';

type Props = { fields: OwnField[]; onEdit: (field: OwnField) => void };

/** The fields of a kind of record in the order of its forms; moved by the buttons, with Alt and an arrow, or by dragging. */
export function FieldList({ fields, onEdit }: Props) {
  const { t } = useTranslation('fields');
  const mayChange = useMay('custom_field', 'change');
  const { move } = useFieldActions();
  const [dragged, setDragged] = useState<{ id: string; place: number } | null>(null);
  const [said, setSaid] = useState('');
  const box = useRef<HTMLUListElement>(null);
  const refocus = useRef<string | null>(null);
  // A row that is moved in the page loses the focus.
  useLayoutEffect(() => {
    if (!refocus.current) return;
    box.current?.querySelector<HTMLElement>(refocus.current)?.focus();
    refocus.current = null;
  });
  const held = fields.find(({ id }) => id === dragged?.id);
  const rest = fields.filter((field) => field !== held);
  const shown =
    held && dragged ? [...rest.slice(0, dragged.place), held, ...rest.slice(dragged.place)] : fields;
  const moveTo = (field: OwnField, place: number, button: string) => {
    if (place < 0 || place >= fields.length) return;
    refocus.current = `[data-id="${field.id}"] [data-do="${button}"]:not(:disabled), [data-id="${field.id}"] button`;
    move(field, place);
    setSaid(t('fields:moved', { field: field.label, place: place + 1, total: fields.length }));
  };
  const onRowKey = (event: KeyboardEvent, field: OwnField, place: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.altKey || step === undefined || !mayChange) return;
    event.preventDefault();
    moveTo(field, place + step, 'edit');
  };
  return (
    <>
      <ul ref={box} className="field-list">
        {shown.map((field, place) => (
          <li
            key={field.id}
            data-id={field.id}
            draggable={mayChange}
            className={field.id === dragged?.id ? 'dragged' : undefined}
            onDragStart={() => setDragged({ id: field.id, place })}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged && dragged.id !== field.id) setDragged({ ...dragged, place });
            }}
            onDragEnd={() => {
              if (held && dragged && fields.indexOf(held) !== dragged.place) move(held, dragged.place);
              setDragged(null);
            }}
            onKeyDown={(event) => onRowKey(event, field, place)}
          >
            {mayChange && <GripVertical size={14} className="grip" aria-hidden />}
            <FieldText field={field} />
            <FieldButtons
              field={field}
              place={place}
              total={fields.length}
              onEdit={onEdit}
              onMove={(to, button) => moveTo(field, to, button)}
            />
          </li>
        ))}
      </ul>
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  );
}

/** What a field is called, what it holds and what is asked of it. */
function FieldText({ field }: { field: OwnField }) {
  const { t } = useTranslation('fields');
  const Icon = iconOf(field.type);
  const twice = useTwice(field);
  const named = useNamed(field.list);
  const listName = useListName();
  const rolled = useLabels(field.of ?? '');
  const words = (field.choices ?? []).filter(({ retired }) => !retired).map(({ label }) => label);
  const about = [
    t(`fields:type.${field.type}`),
    ...(field.decimals ? [t('fields:decimals_of', { count: field.decimals })] : []),
    ...(field.to ? [t(`fields:to.${field.to}`)] : []),
    ...(words.length > 0 ? [words.join(t('ui:comma'))] : []),
    ...(field.expression ? [toLabels(field.expression, named ?? [])] : []),
    ...(field.of ? [listName(field.of), t(`fields:aggregate.${field.aggregate}`)] : []),
    ...(field.of && field.field ? [rolled.field(field.field)] : []),
  ];
  return (
    <>
      <Icon size={16} aria-hidden className="field-icon" />
      <div className="field-text">
        <strong className="clip">{field.label}</strong>
        <span className="muted clip">
          {about.join(' · ')}
          {field.of && field.filter ? (
            <>
              {' · '}
              <FilterText list={field.of} filter={field.filter as Filter} />
            </>
          ) : null}
        </span>
        {field.index === 'failed' && (
          <span className="field-failed">
            {twice.length > 0
              ? t('fields:twice', { values: twice.join(t('ui:comma')) })
              : t('fields:twice_unknown')}
          </span>
        )}
      </div>
      <div className="field-marks">
        {field.required && <Pill>{t('fields:required')}</Pill>}
        {field.unique && <Pill>{t('fields:unique')}</Pill>}
        {field.searchable && <Pill>{t('fields:searchable')}</Pill>}
        {field.index === 'building' && <Pill tone="blue">{t('fields:index.building')}</Pill>}
        {field.index === 'ready' && (
          <Pill tone="jade">
            {t(traitsOf(field.type).sorted ? 'fields:index.ready' : 'fields:index.ready_filter')}
          </Pill>
        )}
        {field.index === 'failed' && <Pill tone="red">{t('fields:index.failed')}</Pill>}
      </div>
    </>
  );
}

type ButtonProps = {
  field: OwnField;
  place: number;
  total: number;
  onEdit: (field: OwnField) => void;
  onMove: (place: number, button: string) => void;
};

function FieldButtons({ field, place, total, onEdit, onMove }: ButtonProps) {
  const { t } = useTranslation('fields');
  const mayChange = useMay('custom_field', 'change');
  const mayRemove = useMay('custom_field', 'remove');
  const { remove } = useFieldActions();
  const days = useKeptDays();
  const phone = useIsPhone();
  const drop = async () => {
    const yes = await confirm({
      title: t('fields:remove_title', { name: field.label }),
      text: days === undefined ? t('fields:remove_text') : t('fields:remove_text_days', { days }),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove(field);
  };
  const actions = [
    ...(mayChange
      ? [
          {
            key: 'up',
            label: t('fields:up', { field: field.label }),
            icon: <ArrowUp size={15} aria-hidden />,
            disabled: place === 0,
            onClick: () => onMove(place - 1, 'up'),
          },
          {
            key: 'down',
            label: t('fields:down', { field: field.label }),
            icon: <ArrowDown size={15} aria-hidden />,
            disabled: place === total - 1,
            onClick: () => onMove(place + 1, 'down'),
          },
          {
            key: 'edit',
            label: t('ui:edit_field', { field: field.label }),
            icon: <Pencil size={15} aria-hidden />,
            onClick: () => onEdit(field),
          },
        ]
      : []),
    ...(mayRemove
      ? [
          {
            key: 'remove',
            label: t('fields:remove_named', { name: field.label }),
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onClick: () => void drop(),
          },
        ]
      : []),
  ];
  const name = t('fields:actions', { name: field.label });
  if (phone && actions.length > 0) {
    return (
      <Menu label={name} placement="bottomRight" items={actions}>
        <button type="button" className="icon-button" aria-label={name}>
          <Ellipsis size={16} aria-hidden />
        </button>
      </Menu>
    );
  }
  return (
    <div className="field-buttons">
      {actions.map(({ key, label, icon, disabled, onClick }) => (
        <button
          key={key}
          type="button"
          className="icon-button"
          data-do={key}
          disabled={disabled}
          aria-label={label}
          title={label}
          onClick={onClick}
        >
          {icon}
        </button>
      ))}
    </div>
  );
}
