import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import './entry.css';
import { MIN_PASSWORD, type Strength, strengthOf } from './strength';

const LEVELS: Strength[] = ['weak', 'fair', 'good', 'strong'];

/** A new password, typed twice, with a hint of its strength. Form fields `password` and `again`. */
export function PasswordFields({ label }: { label?: string }) {
  const { t } = useTranslation('staff');
  const password: string = Form.useWatch('password') ?? '';
  const strength = strengthOf(password);
  const level = LEVELS.indexOf(strength);
  return (
    <div className="two">
      <Form.Item
        name="password"
        label={label ?? t('staff:password')}
        rules={[
          { required: true, message: t('ui:required') },
          { min: MIN_PASSWORD, message: t('staff:password_short', { count: MIN_PASSWORD }) },
        ]}
        extra={
          <span className={`strength ${strength}`} role="status">
            {LEVELS.map((each, index) => (
              <i key={each} className={password && index <= level ? 'on' : ''} />
            ))}
            <span>
              {password
                ? t(`staff:strength.${strength}`)
                : t('staff:password_short', { count: MIN_PASSWORD })}
            </span>
          </span>
        }
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('staff:password_again')}
        dependencies={['password']}
        rules={[
          { required: true, message: t('ui:required') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('staff:password_differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </div>
  );
}
