export { AccountValue } from './AccountValue';
export { ValueAxis } from './ValueAxis';
