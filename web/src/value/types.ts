import type { Schema } from '@/api';
import type { Tones } from '@/ui';

export type AccountValue = Schema<'AccountValue'>;
export type ValueReport = Schema<'ValueReport'>;
export type ObjectivesBoard = Schema<'ObjectivesBoard'>;
export type Demand = Schema<'AccountDemand'>;
export type DemandNeed = Schema<'DemandNeed'>;
export type Objectives = Schema<'CustomerObjectives'>;
export type Cohort = Schema<'CustomerCohort'>;
export type DeliveredValue = Schema<'DeliveredValue'>;
export type Scoring = Schema<'Scoring'>;
export type Scores = Schema<'FactorScores'>;
export type Factor = Schema<'ValueFactor'>;
export type AccountTypes = Schema<'AccountTypes'>;
export type ModelReport = Schema<'ModelReport'>;

/** The four benefits of F09 … */
export const BENEFITS = ['product', 'service', 'personnel', 'image'] as const satisfies Factor[];
/** … and the four costs. */
export const COSTS = ['money', 'time', 'mental', 'physical'] as const satisfies Factor[];

/** The classes that tell something have a colour. */
export const TONES: Tones = {
  pyramid: { vip: 'amber', major: 'jade', ordinary: 'blue', small: 'grey', none: 'grey' },
  abc: { A: 'jade', B: 'blue', C: 'grey', none: 'grey' },
  bcg: { star: 'amber', cash_cow: 'jade', question: 'blue', dog: 'grey', none: 'grey' },
  shapiro: {
    passive: 'jade',
    carriage_trade: 'amber',
    bargain_basement: 'blue',
    aggressive: 'red',
    none: 'grey',
  },
  relation_value: { high: 'jade', low: 'grey', none: 'grey' },
  fiocca: {
    key_easy: 'jade',
    key_difficult: 'amber',
    other_easy: 'blue',
    other_difficult: 'red',
    none: 'grey',
  },
  fiocca_key: {
    attractive_strong: 'jade',
    attractive_weak: 'amber',
    plain_strong: 'blue',
    plain_weak: 'red',
    none: 'grey',
  },
  campbell: {
    today_special: 'amber',
    tomorrow: 'blue',
    today_regular: 'jade',
    yesterday: 'red',
    none: 'grey',
  },
  reinartz: { true_friend: 'jade', butterfly: 'amber', barnacle: 'red', stranger: 'blue', none: 'grey' },
  angles: { gain: 'jade', invest: 'amber', keep: 'blue', burden: 'red', none: 'grey' },
  service_load: { red: 'red', amber: 'amber', fine: 'jade', none: 'grey' },
  behaviour: {
    loyal: 'jade',
    need_based: 'blue',
    discount: 'amber',
    impulse: 'violet',
    wanderer: 'grey',
    none: 'grey',
  },
  orientation: { cost: 'amber', value: 'jade', technology: 'blue', none: 'grey' },
  silence: { warn: 'red', watch: 'amber', usual: 'jade', none: 'grey' },
};
