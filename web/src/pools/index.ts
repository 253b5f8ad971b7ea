export { GiveBackDialog } from './GiveBackDialog';
export { OwnerHistory } from './OwnerHistory';
