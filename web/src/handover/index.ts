export { HandOverDialog, LeftBehind } from './LeftBehind';
