export { AlikeAt } from './AlikeAt';
export { AlikeNotes } from './AlikeNotes';
export { isMadeAnyway } from './askAlike';
export { FindDuplicates } from './FindDuplicates';
export { MergeUndo } from './MergeUndo';
