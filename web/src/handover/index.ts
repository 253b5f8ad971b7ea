export { LeftBehind } from './LeftBehind';
