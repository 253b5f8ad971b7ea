import { lazy } from 'react';

/** Loaded where there is a thumb. */
export const PhoneActions = lazy(() =>
  import('./PhoneActions').then((file) => ({ default: file.PhoneActions })),
);
