import { Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { useDayRule } from '@/ui/useDayRule';

type Values = { until: Dayjs | null; why: string };
type Props = { id: string; onClose: () => void; onSaved: () => void };

/** Until when no rule takes a customer from its owner, and why. */
export function ProtectDialog({ id, onClose, onSaved }: Props) {
  const { t } = useTranslation('pools');
  const readable = useDayRule();
  return (
    <FormDialog title={t('pools:protect')} width={420} onClose={onClose}>
      <RecordForm<Values>
        whole
        initial={{ until: dayjs().add(3, 'month'), why: '' }}
        onSave={({ until, why }) =>
          api.put(`/accounts/${id}/protection`, { until: until?.format('YYYY-MM-DD') ?? '', why: why ?? '' })
        }
        onSaved={onSaved}
        onCancel={onClose}
      >
        <Form.Item
          name="until"
          label={t('pools:protect_until')}
          rules={[{ required: true, message: t('ui:required') }, readable]}
        >
          <DayInput strict />
        </Form.Item>
        <Form.Item
          name="why"
          label={t('pools:protect_why')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
