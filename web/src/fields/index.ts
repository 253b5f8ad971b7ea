export { OwnFacts } from './OwnFacts';
export { OwnField, OwnFields } from './OwnFields';
export { OwnLines } from './OwnLines';
