import { CircleAlert, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api';
import { useProblemText } from '@/lib';
import './states.css';

/** Something failed: what, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('ui');
  const text = useProblemText();
  const status = error instanceof Problem ? error.status : undefined;
  const Icon = status === 0 ? WifiOff : CircleAlert;
  // Trying again brings nothing where there is nothing to see.
  const final = status === 404 || status === 403;
  return (
    <div className="state" role="alert">
      <span className="state-icon danger">
        <Icon size={22} strokeWidth={1.6} aria-hidden />
      </span>
      <strong>{final ? text(error) : t('ui:failed')}</strong>
      {!final && <p>{text(error)}</p>}
      {onRetry && !final && (
        <button type="button" className="state-button" onClick={onRetry}>
          {t('ui:retry')}
        </button>
      )}
    </div>
  );
}
