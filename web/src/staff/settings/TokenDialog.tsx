import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { Assistant } from './Assistant';
import { ScopeInput } from './ScopeInput';
import { Secret } from './Secret';
import type { Scope } from './scope';
import './settings.css';

const REACHES = ['everything', 'read_only', 'chosen'] as const;
type Values = { name: string; days: number; reach: (typeof REACHES)[number]; scope: Scope };
const DAYS = [30, 90, 180, 366];

/** Makes a token and shows its secret this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const make = async ({ name, days, reach, scope }: Values) => {
    const made = await api.post('/tokens', {
      name,
      days,
      read_only: reach === 'read_only',
      scope: reach === 'chosen' ? scope : null,
    });
    setSecret(made.secret);
    await client.invalidateQueries({ queryKey: ['tokens'] });
  };
  return (
    <FormDialog title={t('staff:tokens.new')} width={480} mask={{ closable: !secret }} onClose={onClose}>
      {secret ? (
        <>
          <Secret label={t('staff:settings.tokens')} value={secret} note={t('staff:tokens.once')} />
          <details className="token-assistant">
            <summary>{t('staff:assistant.made')}</summary>
            <Assistant token={secret} />
          </details>
        </>
      ) : (
        <RecordForm<Values>
          whole
          initial={{ name: '', days: 90, reach: 'read_only', scope: {} }}
          onSave={make}
          onCancel={onClose}
          saveLabel={t('staff:tokens.make')}
        >
          <Form.Item
            name="name"
            label={t('staff:tokens.name')}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus placeholder={t('staff:tokens.name_hint')} />
          </Form.Item>
          <Form.Item name="days" label={t('staff:tokens.days')}>
            <Select options={DAYS.map((count) => ({ value: count, label: t('staff:days', { count }) }))} />
          </Form.Item>
          <Form.Item name="reach" label={t('staff:tokens.reach')}>
            <Segmented
              block
              aria-label={t('staff:tokens.reach')}
              options={REACHES.map((reach) => ({ value: reach, label: t(`staff:tokens.${reach}`) }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={['reach']}>
            {({ getFieldValue }) => <Reach reach={getFieldValue('reach') as Values['reach']} />}
          </Form.Item>
        </RecordForm>
      )}
    </FormDialog>
  );
}

/** What the choice means, and which objects when they are chosen one by one. */
function Reach({ reach }: { reach: Values['reach'] }) {
  const { t } = useTranslation('staff');
  const chosen = async (_: unknown, scope: Scope) => {
    if (Object.keys(scope).length === 0) throw new Error(t('staff:tokens.scope_empty'));
  };
  return (
    <>
      <p className="muted scope-text">{t(`staff:tokens.${reach}_text`)}</p>
      {reach === 'chosen' && (
        <Form.Item name="scope" rules={[{ validator: chosen }]}>
          <ScopeInput />
        </Form.Item>
      )}
    </>
  );
}
