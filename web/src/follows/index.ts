export { FollowButton } from './followParts';
export { useFollowMany } from './useFollowMany';
