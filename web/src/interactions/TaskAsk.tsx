import { DatePicker, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { today } from '@/lib';
import { RefSelect } from '@/ui';
import type { Task } from './types';
import { useTaskActions } from './useTaskActions';

type Props = { task: Task; asking: 'day' | 'person'; onClose: () => void };

/** To which day, or to whom. */
export function TaskAsk({ task, asking, onClose }: Props) {
  const { t } = useTranslation('interactions');
  const actions = useTaskActions();
  const title = t(asking === 'day' ? 'interactions:task.snooze' : 'interactions:task.reassign');
  return (
    <Modal open title={title} footer={null} width={360} onCancel={onClose}>
      {asking === 'day' ? (
        <DatePicker
          autoFocus
          defaultOpen
          minDate={today()}
          style={{ width: '100%' }}
          aria-label={title}
          onChange={(day) => {
            if (day) actions.snooze(task, day.format('YYYY-MM-DD'));
            onClose();
          }}
        />
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
    </Modal>
  );
}
