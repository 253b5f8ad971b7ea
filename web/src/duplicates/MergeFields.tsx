import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api';
import { useLabels, valueIn } from '@/lib';
import { Field } from '@/ui';
import type { Choice } from './mergeFields';
import { LIST_OF, type Sort } from './sorts';

type Props = {
  kind: Sort;
  choices: Choice[];
  /** The one that stays first. */
  records: [Row, Row];
  onChoose: (key: string, record: string) => void;
};

/** Field by field what both say, and which of it stays. */
export function MergeFields({ kind, choices, records, onChoose }: Props) {
  const { t } = useTranslation('duplicates');
  const labels = useLabels(LIST_OF[kind]);
  const id = useId();
  if (choices.length === 0) return <p className="muted quiet-note">{t('duplicates:merge.same')}</p>;
  return (
    <div className="merge-fields">
      {choices.map((choice) => {
        const { field, how, from, differs } = choice;
        const name = `${id}-${field.key}`;
        return (
          <div key={field.key} className="merge-field" role="radiogroup" aria-labelledby={name}>
            <span className="merge-label" id={name}>
              {labels.field(field.key)}
              {differs && how !== 'choice' && (
                <small className="muted">{t(`duplicates:how.${how === 'joined' ? field.key : how}`)}</small>
              )}
            </span>
            {records.map((record, side) => (
              <MergeValue
                key={record.id}
                list={LIST_OF[kind]}
                choice={choice}
                record={record}
                stays={how === 'joined' || (from === 'kept') === (side === 0)}
                group={name}
                onChoose={() => onChoose(field.key, record.id)}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

type ValueProps = {
  list: string;
  choice: Choice;
  record: Row;
  stays: boolean;
  group: string;
  onChoose: () => void;
};

/** What one of the two says; pressed where there is a choice. */
function MergeValue({ list, choice: { field, how, differs }, record, stays, group, onChoose }: ValueProps) {
  const look = `merge-value${differs && stays ? ' stays' : ''}`;
  const value = (
    <span>
      <Field list={list} field={field} value={valueIn(record, field)} exact />
    </span>
  );
  if (how !== 'choice' || !differs) return <div className={look}>{value}</div>;
  return (
    <label className={look}>
      <input type="radio" name={group} checked={stays} onChange={onChoose} />
      {value}
    </label>
  );
}
