import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '@/ui/chips.css';
import { takesEnter } from '@/ui/DayInput';
import './log.css';
import { quickDays } from './quickDays';

type Props = {
  value?: string | null;
  onChange?: (value: string | null) => void;
  id?: string;
  label: string;
};

/** A day, by one press for the usual ones. */
export function QuickDate({ value, onChange, id, label }: Props) {
  const { t } = useTranslation('interactions');
  const days = quickDays();
  const [picking, setPicking] = useState(false);
  // On Friday, «in 3 days» and «next Monday» are the same day: only one of them is the one chosen.
  const chosen = days.find((each) => each.date === value)?.key;
  const other = value && !chosen;
  return (
    <div className="pick-chips" role="group" id={id} tabIndex={-1} aria-label={label}>
      {days.map(({ key, date }) => (
        <button
          key={key}
          type="button"
          aria-pressed={chosen === key}
          title={date}
          onClick={() => onChange?.(chosen === key ? null : date)}
        >
          {t(`interactions:day.${key}`)}
        </button>
      ))}
      <span className="quick-date">
        <button type="button" aria-pressed={Boolean(other)} onClick={() => setPicking(true)}>
          <CalendarDays size={15} aria-hidden />
          {other ? value : t('interactions:day.choose')}
        </button>
        <DatePicker
          open={picking}
          onOpenChange={setPicking}
          value={value ? dayjs(value) : null}
          aria-label={label}
          tabIndex={-1}
          onKeyDown={takesEnter}
          onChange={(next) => {
            onChange?.(next ? next.format('YYYY-MM-DD') : null);
            setPicking(false);
          }}
        />
      </span>
    </div>
  );
}
