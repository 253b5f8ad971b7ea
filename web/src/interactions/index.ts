export { Composer } from './Composer';
export { openLog } from './log';
export { NextSteps } from './NextSteps';
export type { Comment, Interaction, Task } from './types';
export { useTimelineItem } from './useTimelineItem';
