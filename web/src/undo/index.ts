export { ImportUndo } from './ImportUndo';
