import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys, type Locale, type Theme } from '@/api';
import { LOCALES, toast, useLocale, useMe, useTheme } from '@/lib';
import { RecordForm, Section } from '@/ui';
import { Chips } from '@/ui/Chips';
import { ZoneSelect } from '../ZoneSelect';

type Values = { name: string; locale: Locale; theme: Theme; time_zone: string };

/** Changes one's name, language, look and time zone. */
export function ProfileForm() {
  const { t } = useTranslation('staff');
  const { user } = useMe();
  const { setLocale } = useLocale();
  const { theme, setTheme } = useTheme();
  const client = useQueryClient();
  const save = async (values: Partial<Values>) => {
    await api.patch('/me', values);
    if (values.locale) await setLocale(values.locale);
    if (values.theme) setTheme(values.theme);
    await client.invalidateQueries({ queryKey: keys.me });
  };
  return (
    <RecordForm<Values>
      key={`${user.name}${user.locale}${theme}${user.time_zone}`}
      initial={{ name: user.name, locale: user.locale, theme, time_zone: user.time_zone }}
      onSave={save}
      onSaved={() => toast(t('ui:saved'))}
    >
      <Section title={t('staff:profile.about')}>
        <Form.Item
          name="name"
          label={t('staff:name')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input />
        </Form.Item>
      </Section>
      <Section title={t('staff:profile.look')}>
        <Form.Item name="locale" label={t('staff:setup.language')}>
          <Chips label={t('staff:setup.language')} options={LOCALES} />
        </Form.Item>
        <Form.Item name="theme" label={t('app:theme.label')}>
          <Chips
            label={t('app:theme.label')}
            options={['light', 'dark', 'system'].map((value) => ({
              value,
              label: t(`app:theme.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="time_zone" label={t('staff:setup.time_zone')}>
          <ZoneSelect />
        </Form.Item>
      </Section>
    </RecordForm>
  );
}
