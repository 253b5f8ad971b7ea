export { SettingsFrame } from './settings/SettingsFrame';
