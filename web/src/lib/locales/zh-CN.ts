import { resourcesOf } from '../resources';

export const resources = resourcesOf(
  import.meta.glob<Record<string, string>>(
    ['../../{app,ui}/i18n/zh-CN.json', '../../*/i18n/shell/zh-CN.json'],
    { eager: true, import: 'default' },
  ),
);
export { default as antd } from 'antd/locale/zh_CN';

import 'dayjs/locale/zh-cn';
