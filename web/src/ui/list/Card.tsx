import { Link } from '@tanstack/react-router';
import { Fragment, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, Row } from '@/api';
import { dayAndClock, useFormat, useLabels } from '@/lib';
import { Field, isRef, type Tones } from '../Field';
import { Check } from './Check';
import { isExact } from './columns';
import { titleOf } from './Row';

/** Which fields a phone's two-line card shows. */
export type CardFields = {
  badge?: string;
  value?: string;
  meta?: string[];
  /** What a value of the second line says, where it does not speak for itself; null leaves it out. */
  says?: Record<string, (value: unknown) => string | null>;
};

type Props = {
  list: string;
  row: Row;
  top: number;
  index: number;
  columns: FieldInfo[];
  fields?: CardFields;
  tones?: Tones;
  href?: (row: Row) => string;
  ticked: boolean;
  /** Once something is ticked, boxes show and a touch ticks. */
  ticking: boolean;
  onTick: (row: Row, index: number, range: boolean) => void;
  onPeek: (row: Row) => void;
};

function choose(columns: FieldInfo[], fields: CardFields | undefined, tones: Tones | undefined) {
  const rest = columns.slice(1);
  const by = (key: string | undefined) => columns.find((field) => field.key === key);
  const badge =
    by(fields?.badge) ?? rest.find((field) => field.kind === 'choice' && (!tones || tones[field.key]));
  const value = by(fields?.value) ?? rest.find((field) => field.kind === 'money' && !field.custom);
  const meta =
    fields?.meta?.flatMap((key) => by(key) ?? []) ??
    rest.filter((f) => f !== badge && f !== value).slice(0, 2);
  // Who chooses a column that the workspace has added wants to see it here, too.
  const own = rest.filter((field) => field.custom && !meta.includes(field));
  return { badge, value, meta: [...meta, ...own] };
}

export const ListCard = memo(function ListCard(props: Props) {
  const { list, row, columns, tones, ticked, index } = props;
  const { t } = useTranslation('ui');
  const { badge, value, meta } = choose(columns, props.fields, tones);
  const title = titleOf(row, columns[0]);
  const says = props.fields?.says;
  const filled = meta.filter(({ key }) => {
    const value = row[key];
    const there = value !== null && value !== undefined && value !== '' && value !== false;
    return there && says?.[key]?.(value) !== null;
  });
  const body = (
    <>
      <span className="card-line">
        <span className="card-title clip">{title}</span>
        {badge && <Field list={list} field={badge} value={row[badge.key]} tones={tones} />}
      </span>
      <span className="card-line">
        <span className="card-meta clip">
          {filled.map((field, place) => (
            <Fragment key={field.key}>
              {place > 0 && ' · '}
              {says?.[field.key]?.(row[field.key]) ?? (
                <CardText list={list} field={field} value={row[field.key]} />
              )}
            </Fragment>
          ))}
        </span>
        {value && <Field list={list} field={value} value={row[value.key]} exact={isExact(list, value)} />}
      </span>
    </>
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={ticked}
      className={`list-card${ticked ? ' ticked' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {props.ticking && (
        <span role="gridcell">
          <Check
            tabbable
            checked={ticked}
            label={t('ui:list.tick', { name: title })}
            onChange={() => props.onTick(row, index, false)}
          />
        </span>
      )}
      <span role="gridcell" className="card-body">
        {props.ticking ? (
          // By keyboard the box before it does the same.
          <button type="button" tabIndex={-1} onClick={() => props.onTick(row, index, false)}>
            {body}
          </button>
        ) : props.href ? (
          <Link to={props.href(row)}>{body}</Link>
        ) : (
          <button type="button" onClick={() => props.onPeek(row)}>
            {body}
          </button>
        )}
      </span>
    </div>
  );
});

/** The second line is plain text: no avatars, no pills; of a time one reads the clock, too. */
function CardText({ list, field, value }: { list: string; field: FieldInfo; value: unknown }) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const format = useFormat();
  if (isRef(value)) return <>{value.name}</>;
  if (field.kind === 'datetime') {
    return (
      <time dateTime={String(value)} title={format.date(String(value))}>
        {dayAndClock(String(value))}
      </time>
    );
  }
  if (field.kind === 'choice' || field.kind === 'own_choice')
    return <>{labels.choice(field.key, String(value))}</>;
  if (Array.isArray(value))
    return <>{value.map((each) => labels.choice(field.key, String(each))).join(t('ui:comma'))}</>;
  const shown = <Field list={list} field={field} value={value} />;
  if (!field.custom || field.kind === 'text') return shown;
  return (
    <>
      {labels.field(field.key)} {shown}
    </>
  );
}
