export { API, api, readPage, records, whenSignedOut } from './client';
export { listen, listOf } from './events';
export { isLost, isPassing, Problem, pathOf, problemOfJob } from './problem';
export {
  keys,
  meQuery,
  newQueryClient,
  PAGE_ROWS,
  setupQuery,
  useJob,
  useList,
  useListInfo,
  usePages,
  useRecord,
  useRemove,
  useSave,
  useTotals,
  useViews,
} from './queries';
export type * from './types';
