import type { Schema } from '@/api';
import type { Tones } from '@/ui';

export type AccountValue = Schema<'AccountValue'>;
export type ValueReport = Schema<'ValueReport'>;
export type ObjectivesBoard = Schema<'ObjectivesBoard'>;
export type ProductDemand = Schema<'ProductDemand'>;
export type Objectives = Schema<'CustomerObjectives'>;
export type Cohort = Schema<'CustomerCohort'>;
export type ModelReport = Schema<'ModelReport'>;

/** The classes that tell something have a colour. */
export const TONES: Tones = {
  pyramid: { vip: 'amber', major: 'jade', ordinary: 'blue', small: 'grey', none: 'grey' },
  abc: { A: 'jade', B: 'blue', C: 'grey', none: 'grey' },
  bcg: { star: 'amber', cash_cow: 'jade', question: 'blue', dog: 'grey', none: 'grey' },
  service_load: { red: 'red', amber: 'amber', fine: 'jade', none: 'grey' },
  silence: { warn: 'red', watch: 'amber', usual: 'jade', none: 'grey' },
};
