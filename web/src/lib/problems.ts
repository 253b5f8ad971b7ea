import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api';
import { toast } from './toast';

/** What to tell a person about a failure: by code when we have words for it, else the server's own sentence. */
export function useProblemText() {
  const { t } = useTranslation('ui');
  return useCallback(
    (error: unknown): string => {
      if (!(error instanceof Problem)) return t('ui:problem.unexpected');
      const detail = error.errors[0]?.detail ?? error.message;
      return t(`ui:problem.${error.code}`, { defaultValue: detail, seconds: error.retryAfter ?? 60 });
    },
    [t],
  );
}

/** `onError: useShowProblem()` for a mutation whose failure has no better place than a toast. */
export function useShowProblem() {
  const text = useProblemText();
  return useCallback((error: unknown) => toast(text(error), { tone: 'danger' }), [text]);
}
