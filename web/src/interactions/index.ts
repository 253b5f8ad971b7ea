export { Composer } from './Composer';
export { EpisodeBar } from './EpisodeBar';
export { EpisodeTimeline } from './EpisodeTimeline';
export { openLog } from './log';
export { NextSteps } from './NextSteps';
export { PhoneActions } from './PhoneActions';
export { TaskItem } from './TaskItem';
export type { Comment, Interaction, Task } from './types';
export { useTimelineItem } from './useTimelineItem';
