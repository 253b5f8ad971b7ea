import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import type { PersonalFact } from './types';
import { useKindName, useSaid } from './usePersonal';

type Props = { fact: PersonalFact; least: number; onClose: () => void };

/** Tells a sensitive fact to whoever says why they want to know. It is gone when the dialog closes. */
export function RevealDialog({ fact, least, onClose }: Props) {
  const { t } = useTranslation('personal');
  const name = useKindName();
  const said = useSaid();
  const [value, setValue] = useState<string | null>(null);
  return (
    <FormDialog title={t('personal:reveal_of', { kind: name(fact.kind) })} width={420} onClose={onClose}>
      {value !== null ? (
        <>
          <p className="personal-revealed lines" role="status">
            {said(fact.kind, value)}
          </p>
          <div className="form-foot">
            <Button type="primary" autoFocus onClick={onClose}>
              {t('ui:close')}
            </Button>
          </div>
        </>
      ) : (
        <RecordForm<{ reason: string }>
          whole
          initial={{ reason: '' }}
          saveLabel={t('personal:look')}
          onSave={({ reason }) => api.post(`/facts/${fact.id}/reveal`, { reason: reason ?? '' })}
          onSaved={(told) => setValue((told as { value: string }).value)}
          onCancel={onClose}
        >
          <p className="muted">{t('personal:reveal_text')}</p>
          <Form.Item
            name="reason"
            label={t('personal:reason')}
            extra={t('personal:reason_hint', { least })}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus />
          </Form.Item>
        </RecordForm>
      )}
    </FormDialog>
  );
}
