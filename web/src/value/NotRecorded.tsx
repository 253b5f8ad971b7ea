import { useTranslation } from 'react-i18next';

/** What the figures do not know of yet: nobody should take an empty part for a zero. */
export function NotRecorded({ inputs }: { inputs: string[] }) {
  const { t } = useTranslation('value');
  if (inputs.length === 0) return null;
  return (
    <p className="muted quiet-note">
      {t('value:not_recorded', {
        inputs: inputs.map((input) => t(`value:input.${input}`)).join(t('ui:comma')),
      })}
    </p>
  );
}
