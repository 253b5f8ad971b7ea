import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '@/lib';
import { RefSelect } from '@/ui';
import '@/ui/conflict.css';
import { DayInput } from '@/ui/DayInput';
import { Dialog } from '@/ui/Dialog';
import type { Task } from './types';
import { useTaskActions } from './useTaskActions';

type Props = { task: Task; asking: 'day' | 'person'; onClose: () => void };

/** To which day, or to whom. */
export function TaskAsk({ task, asking, onClose }: Props) {
  const { t } = useTranslation('interactions');
  const actions = useTaskActions();
  const [early, setEarly] = useState<Dayjs | null>(null);
  const title = t(asking === 'day' ? 'interactions:task.snooze' : 'interactions:task.reassign');
  return (
    <Dialog title={title} footer={null} width={360} onCancel={onClose}>
      {asking === 'day' ? (
        <>
          <DayInput
            autoFocus
            defaultOpen
            minDate={today()}
            aria-label={title}
            value={early}
            onChange={(day) => {
              const date = day?.format('YYYY-MM-DD');
              if (date && date < today().format('YYYY-MM-DD')) return setEarly(day);
              if (date) actions.snooze(task, date);
              onClose();
            }}
          />
          {early && (
            <p className="form-failure" role="alert">
              {t('interactions:task.before_today')}
            </p>
          )}
        </>
      ) : (
        <RefSelect
          list="users"
          autoFocus
          defaultOpen
          label={title}
          onChange={(to) => {
            if (to) actions.reassign(task, to);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
