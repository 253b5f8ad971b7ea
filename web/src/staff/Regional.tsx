import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Locale } from '@/api';
import { LOCALES, useLocale } from '@/lib';
import { Select } from '@/ui/Select';
import { ZoneSelect } from './ZoneSelect';

/** Language and time zone of a new workspace. Form fields `locale` and `time_zone`; loaded after the form is shown. */
export function Regional() {
  const { t } = useTranslation('staff');
  const { setLocale } = useLocale();
  return (
    <div className="two">
      <Form.Item name="locale" label={t('staff:setup.language')}>
        <Select
          options={LOCALES.map(({ value, label }) => ({ value, label }))}
          onChange={(next: Locale) => void setLocale(next)}
        />
      </Form.Item>
      <Form.Item name="time_zone" label={t('staff:setup.time_zone')}>
        <ZoneSelect />
      </Form.Item>
    </div>
  );
}
