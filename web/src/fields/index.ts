export { OwnFacts } from './OwnFacts';
export { OwnFields } from './OwnFields';
export { OwnLines } from './OwnLines';
