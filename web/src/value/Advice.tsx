import { useTranslation } from 'react-i18next';
import { Pill } from '@/ui';
import { BENEFITS, type Scoring } from './types';

/** What the comparison comes to, in words. */
export function Advice({ scoring }: { scoring: Scoring }) {
  const { t } = useTranslation('value');
  return (
    <>
      <p className="value-sum">
        {t('value:delivered.ours', { points: scoring.ours.delivered })}
        {scoring.lead != null && (
          <Pill tone={toneOf(scoring.lead)}>
            {t(`value:delivered.lead_${signOf(scoring.lead)}`, {
              rival: scoring.best_rival,
              points: Math.abs(scoring.lead),
            })}
          </Pill>
        )}
      </p>
      <p className="value-line">{useAdvice(scoring)}</p>
    </>
  );
}

function useAdvice({ best_rival: rival, advice, strongest }: Scoring): string {
  const { t } = useTranslation('value');
  if (!rival) return t('value:delivered.no_rival');
  if (advice) {
    const kind = BENEFITS.some((benefit) => benefit === advice.factor) ? 'add' : 'subtract';
    return t(`value:delivered.${kind}`, {
      rival,
      factor: t(`value:factor.${advice.factor}`),
      points: advice.points,
    });
  }
  if (!strongest) return t('value:delivered.even', { rival });
  return t('value:delivered.strongest', {
    rival,
    factor: t(`value:factor.${strongest.factor}`),
    points: strongest.points,
  });
}

function signOf(lead: number) {
  if (lead > 0) return 'ahead';
  return lead < 0 ? 'behind' : 'even';
}

function toneOf(lead: number) {
  if (lead > 0) return 'jade';
  return lead < 0 ? 'red' : 'grey';
}
