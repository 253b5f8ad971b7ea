import { resourcesOf } from '../resources';

export const resources = resourcesOf(
  import.meta.glob<Record<string, string>>(['../../{app,ui}/i18n/en.json', '../../*/i18n/shell/en.json'], {
    eager: true,
    import: 'default',
  }),
);
export { default as antd } from 'antd/locale/en_US';
