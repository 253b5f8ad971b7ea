import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { confirm } from '@/ui';
import type { DeliveredValue, Scoring } from './types';

type Props = { account: Ref; value: DeliveredValue; mayChange: boolean };

/** What the newest scoring says beside its figures, and those before it. */
export function Scorings({ account, value, mayChange }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const remove = useMutation({
    mutationFn: (scoring: Scoring) => api.remove(`/delivered-values/${scoring.id}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.under(account.id, 'delivered-value') });
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('value:delivered.removed'));
    },
    onError: showProblem,
  });
  const ask = async (scoring: Scoring) => {
    const yes = await confirm({
      title: t('value:delivered.remove_title', { day: format.date(scoring.scored_on) }),
      text: t('value:delivered.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(scoring);
  };
  const [newest] = value.scorings;
  if (!newest) return null;
  return (
    <>
      {newest.sources.length > 0 && (
        <p className="value-line">
          {t('value:delivered.from', {
            sources: newest.sources.map((source) => t(`value:source.${source}`)).join(t('ui:comma')),
          })}
        </p>
      )}
      {newest.note && <p className="value-line pre">{newest.note}</p>}
      <details className="scorings">
        <summary>
          {t('value:delivered.scorings', {
            day: format.date(newest.scored_on),
            name: newest.scored_by?.name ?? t('value:delivered.somebody'),
            number: format.number(value.scorings.length),
          })}
        </summary>
        <ul>
          {value.scorings.map((scoring) => (
            <li key={scoring.id}>
              <span>{format.date(scoring.scored_on)}</span>
              <span className="clip">{scoring.scored_by?.name ?? t('value:delivered.somebody')}</span>
              <span>
                {t('value:delivered.result', { points: scoring.ours.delivered })}
                {scoring.lead != null &&
                  ` · ${t('value:delivered.lead', { lead: format.number(scoring.lead) })}`}
              </span>
              {mayChange && (
                <button
                  type="button"
                  className="linkish muted"
                  disabled={remove.isPending}
                  aria-label={t('value:delivered.remove_title', { day: format.date(scoring.scored_on) })}
                  onClick={() => void ask(scoring)}
                >
                  {t('ui:delete')}
                </button>
              )}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
