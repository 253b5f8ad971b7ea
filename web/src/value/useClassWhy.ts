import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import type { AccountValue } from './types';

/** Why a customer stands in its classes and has its scores: its own measure, and what that was compared with. */
export function useClassWhy({ parts, classes, cycle, year, forecast, views }: AccountValue) {
  const { t } = useTranslation(['value', 'ui']);
  const labels = useLabels('accounts');
  const format = useFormat();
  // Of the views this one says `none` for no other reason than that a customer is not active, or not compared yet.
  const angles = views.find((view) => view.field === 'angles');
  const whyNone = t(`value:view_none.${angles?.why_none ?? 'not_yet'}`);
  const contribution = { value: format.money(year.contribution) };

  const pyramid = () => {
    if (classes.pyramid === 'none') return whyNone;
    const value = format.money(parts.sum);
    if (classes.pyramid === 'vip') return t('value:why.pyramid_top', { value });
    if (!classes.to_next) return t('value:why.pyramid_alone', { value });
    return t('value:why.pyramid_next', { value, amount: format.moneyExact(classes.to_next) });
  };

  const abc = () => {
    // An active customer that was compared and is in no class is no store.
    if (classes.abc === 'none') return classes.pyramid === 'none' ? whyNone : t('value:why.abc_none');
    const bringsNothing = classes.abc === 'C' && year.contribution.minor <= 0;
    return t(`value:why.abc_${bringsNothing ? 'nothing' : classes.abc}`, contribution);
  };

  const bcg = () => {
    if (classes.bcg === 'none') return whyNone;
    const performs = classes.bcg === 'star' || classes.bcg === 'cash_cow';
    const grows = classes.bcg === 'star' || classes.bcg === 'question';
    const below = year.contribution.minor <= 0 ? 'nothing' : 'below';
    return [
      t(`value:why.bcg_${performs ? 'performs' : below}`, contribution),
      forecast.growth_bp == null
        ? t(`value:why.bcg_${grows ? 'expected' : 'not_expected'}`, { value: format.money(forecast.amount) })
        : growth(forecast.growth_bp),
    ].join(t('ui:semicolon'));
  };

  /** The bound is the one of the views that look at growth, too. */
  const growth = (share: number) => {
    const bound = views.flatMap((view) => view.measures).find((measure) => measure.field === 'growth')?.bound;
    return t('value:view_measure', {
      name: labels.field('growth'),
      value: format.ratio(share),
      bound: bound == null ? '–' : format.ratio(bound),
    });
  };

  return {
    pyramid,
    abc,
    bcg,
    recency: () => cycle && t('value:why.recency', { number: format.number(cycle.silent_days) }),
    frequency: () => t('value:why.frequency', { number: format.number(year.orders) }),
    monetary: () => t('value:why.monetary', { value: format.money(year.sales) }),
    /** Why there are no scores: whoever is in the pyramid has none only where too few are compared. */
    noScores: () => (classes.pyramid === 'none' ? whyNone : t('value:scores_too_few')),
  };
}
