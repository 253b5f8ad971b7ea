import { lazy } from 'react';
import { loadDuplicates } from './loadDuplicates';

export const AlikeNotes = lazy(() => loadDuplicates().then((parts) => ({ default: parts.AlikeNotes })));
export const AlikeAt = lazy(() => loadDuplicates().then((parts) => ({ default: parts.AlikeAt })));

/** Whether a customer that was refused because it is there already is to be made all the same. */
export const isMadeAnyway = async (error: unknown) => (await loadDuplicates()).isMadeAnyway(error);
