import type { Kind } from './types';

/** What a new field begins with. */
export type Start = { kind: Kind; text: string; help?: string; words?: string[]; indexed?: boolean };

/** Fields that many begin with; `text` is the part of their texts' keys. */
export const EXAMPLES: Start[] = [
  { text: 'area', kind: { type: 'number', decimals: 1 }, indexed: true },
  { text: 'display', kind: { type: 'choice' } },
  { text: 'contract', kind: { type: 'date' }, indexed: true },
];
