import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

type Props = { name?: 'code' | 'old_code'; label?: string; recovery?: boolean; autoFocus?: boolean };

/** Six digits of the authenticator app, or a recovery code; what is wrong with it is said at the field. */
export function CodeField({ name = 'code', label, recovery = false, autoFocus = true }: Props) {
  const { t } = useTranslation('staff');
  return (
    <Form.Item
      name={name}
      label={label ?? t(recovery ? 'staff:second.recovery' : 'staff:second.code')}
      rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
    >
      <Input
        key={recovery ? 'recovery' : 'code'}
        className="code-field"
        inputMode={recovery || name === 'old_code' ? 'text' : 'numeric'}
        autoComplete={recovery || name === 'old_code' ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={autoFocus}
        placeholder={recovery ? 'xxxx-xxxx-xxxx-xxxx' : '000000'}
      />
    </Form.Item>
  );
}
