import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '@/ui/FormDialog';
import { FamilyInput } from './FamilyInput';

type Props = { amount: string; onGive: (family: string | null) => void; onClose: () => void };

/** One family for all ticked products, or none. */
export function GiveFamilyDialog({ amount, onGive, onClose }: Props) {
  const { t } = useTranslation('catalogue');
  const [family, setFamily] = useState<string | null>(null);
  return (
    <FormDialog
      title={t('catalogue:give_title', { amount })}
      width={420}
      touched={() => family !== null}
      footer={(leave) => (
        <>
          <Button type="text" style={{ float: 'left' }} onClick={() => onGive(null)}>
            {t('catalogue:take')}
          </Button>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!family} onClick={() => onGive(family)}>
            {t('catalogue:give_button')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('catalogue:products.fields.family')} htmlFor="family">
          <FamilyInput id="family" autoFocus value={family} onChange={setFamily} />
        </Form.Item>
      </Form>
    </FormDialog>
  );
}
