import { useTranslation } from 'react-i18next';
import { dayOf, daysAhead, useFormat } from '@/lib';
import './small.css';

type Props = {
  value: string | null | undefined;
  /** The date itself, also when it is near, with «3 天前» in its title. */
  exact?: boolean;
  /** The date itself, and beside it how far it is. */
  words?: boolean;
  /** The day by which something is to be done: past, it is told as late. */
  due?: boolean;
};

/** From here on «2 个月前» tells less than the day. */
const FAR_DAYS = 14;

/** «3 天前» with the exact date or time in its title, or the date with that beside it. */
export function When({ value, exact = false, words = false, due = false }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  if (!value) return <span className="muted">–</span>;
  if (!exact && !words && !due)
    return (
      <time dateTime={value} title={format.date(value)}>
        {Math.abs(daysAhead(value)) < FAR_DAYS ? format.relative(value) : dayOf(value)}
      </time>
    );
  const days = due ? -daysAhead(value) : 0;
  const late = days > 0;
  const told = late ? t('ui:late', { count: days, number: format.number(days) }) : format.relative(value);
  return (
    <time dateTime={value} title={told} className={`when${late ? ' late' : ''}`}>
      {format.date(value)}
      {(words || late) && <small> {told}</small>}
    </time>
  );
}
