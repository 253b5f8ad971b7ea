export { EraseDialog } from './EraseDialog';
export { ErasureProof } from './ErasureProof';
export { ExportDialog } from './ExportDialog';
export { PersonalPanel } from './PersonalPanel';
