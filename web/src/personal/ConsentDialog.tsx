import { Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { useDayRule } from '@/ui/useDayRule';
import type { Personal } from './types';
import { useFresh } from './usePersonal';

type Values = {
  purpose: string;
  evidence: string;
  scope: string;
  given_on: Dayjs | null;
  valid_until: Dayjs | null;
};
type Props = { contact: string; known: Personal; purpose?: string; onClose: () => void };

const day = (value: Dayjs | null | undefined) => value?.format('YYYY-MM-DD') ?? null;

/** Writes down that a person has agreed to something, and what shows it. */
export function ConsentDialog({ contact, known, purpose, onClose }: Props) {
  const { t } = useTranslation('personal');
  const fresh = useFresh(contact);
  const readable = useDayRule();
  return (
    <FormDialog title={t('personal:consent_title')} width={460} onClose={onClose}>
      <RecordForm<Values>
        whole
        initial={{
          purpose: purpose ?? known.purposes[0] ?? '',
          evidence: '',
          scope: '',
          given_on: dayjs(),
          valid_until: null,
        }}
        onSave={({ purpose, evidence, scope, given_on, valid_until }) =>
          api.post(`/contacts/${contact}/consents`, {
            purpose: purpose ?? '',
            evidence: evidence ?? '',
            scope: scope || null,
            given_on: day(given_on),
            valid_until: day(valid_until),
          })
        }
        onSaved={() => {
          fresh();
          onClose();
        }}
        onCancel={onClose}
      >
        <Form.Item name="purpose" label={t('personal:consent_purpose')}>
          <Select
            disabled={purpose !== undefined}
            options={known.purposes.map((each) => ({ value: each, label: t(`personal:purpose.${each}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="evidence"
          label={t('personal:consent_evidence')}
          extra={t('personal:consent_evidence_hint')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <TextArea rows={2} most={6} />
        </Form.Item>
        <Form.Item name="scope" label={t('personal:consent_scope')} extra={t('personal:consent_scope_hint')}>
          <Input />
        </Form.Item>
        <div className="personal-pair">
          <Form.Item
            name="given_on"
            label={t('personal:consent_given')}
            rules={[{ required: true, message: t('ui:required') }, readable]}
          >
            <DayInput strict maxDate={dayjs()} allowClear={false} />
          </Form.Item>
          <Form.Item name="valid_until" label={t('personal:consent_until')} rules={[readable]}>
            <DayInput strict minDate={dayjs()} />
          </Form.Item>
        </div>
      </RecordForm>
    </FormDialog>
  );
}
