export { CustomerFilePart } from './CustomerFilePart';
