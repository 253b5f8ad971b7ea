export { DemoNote } from './DemoNote';
