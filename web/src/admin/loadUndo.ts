import { withTexts } from '@/lib';

/** The undo of an import, with its texts: no result waits for it. */
export const loadUndo = withTexts(() => import('@/undo'), 'undo');
