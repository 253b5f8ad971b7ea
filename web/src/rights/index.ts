export { FieldRightsInput } from './FieldRightsInput';
export { FieldRightTable } from './FieldRightTable';
export { WhyDialog } from './WhyDialog';
