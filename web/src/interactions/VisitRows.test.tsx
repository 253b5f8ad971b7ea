import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form } from 'antd';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { HelpRows } from './VisitRows';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});
afterEach(cleanup);

test('more minutes than a day has stay as they were typed, and are refused', async () => {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <Form>
          <HelpRows />
        </Form>
      </ConfigProvider>
    </LocaleContext>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: texts['visit.add_help'] }));
  const minutes = screen.getByRole('spinbutton', { name: texts['interactions.fields.minutes'] });
  await user.clear(minutes);
  await user.type(minutes, '2000');
  await user.tab();
  expect(minutes).toHaveValue('2000');
  expect(await screen.findByText('请填写 0 到 1,440 之间的数')).toBeInTheDocument();
});
