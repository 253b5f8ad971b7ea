import { resourcesOf } from '../resources';

export const resources = resourcesOf(
  import.meta.glob<Record<string, string>>(
    ['../../{app,ui}/i18n/zh-TW.json', '../../*/i18n/shell/zh-TW.json'],
    { eager: true, import: 'default' },
  ),
);
export { default as antd } from 'antd/locale/zh_TW';

import 'dayjs/locale/zh-tw';
