export { ContactCards } from './ContactCards';
export { ContactLines } from './ContactLines';
