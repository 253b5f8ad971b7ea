export { DemoNote } from './DemoNote';
export { SettingsFrame } from './settings/SettingsFrame';
