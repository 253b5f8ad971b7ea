import { Link } from '@tanstack/react-router';
import { Eye, Pencil } from 'lucide-react';
import { lazy, memo, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, Row } from '@/api';
import { kindIn } from '@/lib';
import { Avatar } from '../Avatar';
import { Field, isRef, type Tones } from '../Field';
import { Check } from './Check';
import { isExact, isNumeric } from './columns';

const OwnValue = lazy(() => import('../OwnValue').then((file) => ({ default: file.OwnValue })));

export type RowProps = {
  id: string;
  list: string;
  row: Row;
  index: number;
  top: number;
  columns: FieldInfo[];
  template: string;
  ticked: boolean;
  active: boolean;
  activeColumn: number;
  editing: string | null;
  tones?: Tones;
  href?: (row: Row) => string;
  onTick: (row: Row, index: number, range: boolean) => void;
  onActive: (index: number) => void;
  onPeek: (row: Row) => void;
  onEdit: (row: Row, field: FieldInfo, index: number) => void;
  editor: (row: Row, field: FieldInfo) => ReactNode;
};

export function titleOf(row: Row, field: FieldInfo | undefined): string {
  const value = field ? row[field.key] : undefined;
  if (isRef(value)) return value.name;
  return value === undefined || value === null || value === '' ? '–' : String(value);
}

/** One row of the grid. Memoised: a tick must not draw the other rows again. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { id, list, row, index, top, columns, template, ticked, active, editing } = props;
  const { t } = useTranslation('ui');
  const name = columns[0];
  const title = titleOf(row, name);
  // One customer has one colour, in the list of its calls too.
  const named = name && row[name.key];
  const seed = isRef(named) ? named.id : row.id;
  const pictured = name?.kind === 'reference' ? name.reference : list;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={ticked}
      tabIndex={-1}
      className={`grid-row${ticked ? ' ticked' : ''}${active ? ' active' : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onPointerDown={() => props.onActive(index)}
    >
      <div role="gridcell" className="cell tick">
        <Check
          checked={ticked}
          label={t('ui:list.tick', { name: title })}
          onChange={(_, range) => props.onTick(row, index, range)}
        />
      </div>
      {columns.map((field, column) => {
        const isName = column === 0;
        const open = editing === field.key;
        return (
          <div
            key={field.key}
            role="gridcell"
            aria-colindex={column + 2}
            className={`cell${isName ? ' name' : ''}${isNumeric(field) ? ' right' : ''}${open ? ' open' : ''}${
              active && props.activeColumn === column ? ' at' : ''
            }`}
            onDoubleClick={field.editable ? () => props.onEdit(row, field, index) : undefined}
          >
            {open ? (
              props.editor(row, field)
            ) : isName ? (
              <>
                {kindIn(pictured)?.avatar && <Avatar name={title} seed={seed} list={pictured} size={24} />}
                {props.href ? (
                  <Link to={props.href(row)} className="name-link clip" tabIndex={-1} title={title}>
                    {title}
                  </Link>
                ) : (
                  <button
                    type="button"
                    className="name-link clip"
                    tabIndex={-1}
                    title={title}
                    onClick={() => props.onPeek(row)}
                  >
                    {title}
                  </button>
                )}
                <button
                  type="button"
                  className="peek"
                  tabIndex={-1}
                  aria-label={t('ui:list.peek', { name: title })}
                  title={t('ui:list.peek_hint')}
                  onClick={() => props.onPeek(row)}
                >
                  <Eye size={15} aria-hidden />
                </button>
              </>
            ) : (
              <>
                <span
                  className="clip value"
                  title={field.kind === 'text' ? String(row[field.key] ?? '') : undefined}
                >
                  {field.custom ? (
                    <Suspense>
                      <OwnValue inGrid list={list} field={field} value={row[field.key]} />
                    </Suspense>
                  ) : (
                    <Field
                      list={list}
                      field={field}
                      value={row[field.key]}
                      tones={props.tones}
                      exact={isExact(list, field)}
                    />
                  )}
                </span>
                {field.editable && (
                  <button
                    type="button"
                    className="edit"
                    tabIndex={-1}
                    aria-label={t('ui:list.edit_cell')}
                    onClick={() => props.onEdit(row, field, index)}
                  >
                    <Pencil size={13} aria-hidden />
                  </button>
                )}
              </>
            )}
          </div>
        );
      })}
    </div>
  );
});
