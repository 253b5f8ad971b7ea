import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/lib';
import './states.css';

/** Something small failed, where a whole page of it would be too much: what, and a way to try again. */
export function ErrorLine({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('ui');
  const text = useProblemText();
  return (
    <p className="error-line" role="alert">
      <CircleAlert size={15} aria-hidden />
      <span>{text(error)}</span>
      <button type="button" className="link" onClick={onRetry}>
        {t('ui:retry')}
      </button>
    </p>
  );
}
