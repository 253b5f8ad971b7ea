export { DemoCard } from './DemoCard';
export { DemoNote } from './DemoNote';
export { FirstSteps } from './FirstSteps';
export { useDemo } from './useDemo';
