import type { Schema } from '@/api';

export type ImportUndoState = Schema<'ImportUndo'>;
export type UndoRun = Schema<'UndoRun'>;
