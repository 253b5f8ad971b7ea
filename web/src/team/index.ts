export { AccountTeam } from './AccountTeam';
