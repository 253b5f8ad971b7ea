import type { Kind } from './types';

/** What a new field begins with. */
export type Start = { kind: Kind; text: string; help?: string; words?: string[]; indexed?: boolean };

/** Fields that many begin with, by the list that gets them; `text` is the part of their texts' keys. */
export const EXAMPLES: Record<string, Start[]> = {
  accounts: [
    { text: 'area', kind: { type: 'number', decimals: 1 }, indexed: true },
    { text: 'display', kind: { type: 'choice' } },
    { text: 'contract', kind: { type: 'date' }, indexed: true },
  ],
  contacts: [
    { text: 'hobby', kind: { type: 'choices' } },
    { text: 'hometown', kind: { type: 'text' } },
  ],
};
