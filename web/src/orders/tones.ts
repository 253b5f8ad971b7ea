import type { Tones } from '@/ui';

export const TONES: Tones = { kind: { sale: 'jade', return: 'amber', credit: 'violet' } };
