import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FirstSteps, useDemo } from '@/demo';

/** After setup: look at a filled product, bring one's own customers, or neither. */
export function AfterSetup() {
  const { t } = useTranslation('staff');
  const navigate = useNavigate();
  const demo = useDemo();
  return (
    <>
      <FirstSteps
        demo={demo}
        onLoaded={() => {
          demo.refresh();
          void navigate({ to: '/' });
        }}
      />
      <Link to="/" className="link entry-skip">
        {t('staff:start.skip')}
      </Link>
    </>
  );
}
