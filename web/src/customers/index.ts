export { ACCOUNT_LAYOUT } from './usualLayout';
