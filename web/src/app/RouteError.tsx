import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/Empty';
import { ErrorState } from '@/ui/ErrorState';

/** What a page shows in its place when it breaks; the shell around it stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

export function NotFound() {
  const { t } = useTranslation('app');
  return (
    <Empty
      title={t('app:not_found.title')}
      text={t('app:not_found.text')}
      action={
        <Link to="/" className="link">
          {t('app:not_found.home')}
        </Link>
      }
    />
  );
}
