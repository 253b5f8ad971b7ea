import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import type { AccountValue } from './types';

type Bounds = NonNullable<AccountValue['classes']['bounds']>;
type Score = 'recency' | 'frequency' | 'monetary';

/** Why a customer stands in its classes and has its scores: its own measure, and what that was compared with. */
export function useClassWhy({ parts, classes, cycle, year, forecast, views }: AccountValue) {
  const { t } = useTranslation(['value', 'ui']);
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  // Of the views this one says `none` for no other reason than that a customer is not active, or not compared yet.
  const angles = views.find((view) => view.field === 'angles');
  const whyNone = t(`value:view_none.${angles?.why_none ?? 'not_yet'}`);
  const contribution = { value: format.money(year.contribution) };
  const bounds = classes.bounds;
  const together = (said: (string | null | undefined)[]) => said.filter(Boolean).join(t('ui:semicolon'));

  /** Where the classes begin, as far as that is told. */
  const begins = (field: 'pyramid' | 'abc', all: Bounds['pyramid']) => {
    const told = all.flatMap(({ class: name, from }) =>
      from
        ? [t('value:why.class_from', { name: labels.choice(field, name), from: format.moneyExact(from) })]
        : [],
    );
    return told.length > 0 ? t('value:why.classes_begin', { classes: told.join(t('ui:comma')) }) : null;
  };

  const pyramid = () => {
    if (classes.pyramid === 'none') return whyNone;
    const value = format.money(parts.sum);
    return together([ownPlace(value), bounds && begins('pyramid', bounds.pyramid)]);
  };

  const ownPlace = (value: string) => {
    if (classes.pyramid === 'vip') return t('value:why.pyramid_top', { value });
    if (!classes.to_next) return t('value:why.pyramid_alone', { value });
    return t('value:why.pyramid_next', { value, amount: format.moneyExact(classes.to_next) });
  };

  const abc = () => {
    // An active customer that was compared and is in no class is no store.
    if (classes.abc === 'none') return classes.pyramid === 'none' ? whyNone : t('value:why.abc_none');
    const bringsNothing = classes.abc === 'C' && year.contribution.minor <= 0;
    const cut = bounds?.abc;
    const said = t(`value:why.abc_${bringsNothing ? 'nothing' : classes.abc}`, contribution);
    if (!cut) return said;
    const [a, b] = cut.shares_bp;
    return together([
      said,
      bringsNothing
        ? null
        : t('value:why.abc_share', {
            before: format.ratio(cut.before_bp),
            a: format.ratio(a ?? 0),
            b: format.ratio(b ?? 0),
          }),
      cut.to_next && t('value:why.abc_next', { amount: format.moneyExact(cut.to_next) }),
      begins('abc', cut.classes),
    ]);
  };

  const bcg = () => {
    if (classes.bcg === 'none') return whyNone;
    const performs = classes.bcg === 'star' || classes.bcg === 'cash_cow';
    const grows = classes.bcg === 'star' || classes.bcg === 'question';
    const below = year.contribution.minor <= 0 ? 'nothing' : 'below';
    const cut = bounds?.bcg;
    return together([
      t(`value:why.bcg_${performs ? 'performs' : below}`, contribution),
      cut && t('value:why.bcg_mean', { mean: format.money(cut.performance) }),
      ...(forecast.growth_bp == null
        ? [
            t(`value:why.bcg_${grows ? 'expected' : 'not_expected'}`, {
              value: format.money(forecast.amount),
            }),
            cut && t('value:why.bcg_median', { median: format.money(cut.forecast) }),
          ]
        : [
            t('value:view_measure', {
              name: labels.field('growth'),
              value: format.ratio(forecast.growth_bp),
              bound: cut ? format.ratio(cut.growth_bp) : '–',
            }),
          ]),
    ]);
  };

  /** Where the scores begin, as far as that is told. */
  const scored = (key: Score) => {
    const told = bounds?.scores[key].map(({ score, from }) => {
      const number = key === 'monetary' ? format.money({ minor: from, currency }) : format.number(from);
      return t(`value:why.score_${key}`, { score, from: number });
    });
    return told?.join(t('ui:comma'));
  };

  return {
    pyramid,
    abc,
    bcg,
    recency: () =>
      together([
        cycle && t('value:why.recency', { number: format.number(cycle.silent_days) }),
        scored('recency'),
      ]),
    frequency: () =>
      together([t('value:why.frequency', { number: format.number(year.orders) }), scored('frequency')]),
    monetary: () =>
      together([t('value:why.monetary', { value: format.money(year.sales) }), scored('monetary')]),
    /** Why there are no scores. */
    noScores: () => {
      const why = bounds?.scores.why_none;
      if (why === 'too_few')
        return t('value:scores_too_few', { least: format.number(bounds?.scores.least ?? 0) });
      return why ? t(`value:view_none.${why}`) : whyNone;
    },
  };
}
