import { Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import './second.css';

/** Says in time that one will not get in any more without a second step. */
export function SecondStepBanner({ due }: { due: string }) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  return (
    <p className="second-due">
      <ShieldAlert size={15} aria-hidden />
      <span>
        {t('staff:second.due_soon', { date: format.date(due) })}{' '}
        <Link to="/settings/security" className="link">
          {t('staff:second.due_link')}
        </Link>
      </span>
    </p>
  );
}
