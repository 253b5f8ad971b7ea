import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The present password, asked for again before something of signing in changes; the page beneath has a field `current`. */
export function CurrentPassword() {
  const { t } = useTranslation('staff');
  return (
    <Form.Item
      name="present"
      label={t('staff:security.current')}
      rules={[{ required: true, message: t('ui:required') }]}
    >
      <Input.Password autoComplete="current-password" autoFocus />
    </Form.Item>
  );
}
