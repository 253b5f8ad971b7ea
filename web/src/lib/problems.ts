import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldProblem, Problem } from '@/api';
import { toast } from './toast';

/** One thing that is wrong with a field or with a row of a file: our words for its code, else the server's own. */
export function useErrorText() {
  const { t } = useTranslation('ui');
  return useCallback(
    ({ code, detail, params }: FieldProblem): string =>
      t([`ui:invalid.${code}`, `ui:problem.${code}`], { ...params, defaultValue: detail || code }),
    [t],
  );
}

const MINUTE_S = 60;

/** What to tell a person about a failure: by code when we have words for it, else the server's own sentence. */
export function useProblemText() {
  const { t } = useTranslation('ui');
  const errorText = useErrorText();
  return useCallback(
    (error: unknown): string => {
      if (!(error instanceof Problem)) return t('ui:problem.unexpected');
      const { code, errors, retryAfter: seconds = MINUTE_S } = error;
      if (code === 'invalid' && errors.length > 0)
        return [...new Set(errors.map(errorText))].join(t('ui:semicolon'));
      if (code === 'too_many_requests' && seconds >= 2 * MINUTE_S)
        return t('ui:problem.too_many_requests_minutes', { minutes: Math.ceil(seconds / MINUTE_S) });
      const detail = errors[0]?.detail ?? error.message;
      return t([`ui:problem.${code}`, `ui:invalid.${code}`], { defaultValue: detail, seconds });
    },
    [t, errorText],
  );
}

/** `onError: useShowProblem()` for a mutation whose failure has no better place than a toast. */
export function useShowProblem() {
  const text = useProblemText();
  return useCallback((error: unknown) => toast(text(error), { tone: 'danger' }), [text]);
}
