import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form } from 'antd';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadLocale, withTexts } from '@/lib/i18n';
import ui from '../ui/i18n/zh-CN.json';
import texts from './i18n/zh-CN.json';
import { HelpRows } from './VisitRows';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});
afterEach(cleanup);

test('more minutes than a day has stay as they were typed, and are refused', async () => {
  render(
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <Form>
        <HelpRows />
      </Form>
    </ConfigProvider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: texts['visit.add_help'] }));
  const minutes = screen.getByRole('spinbutton', { name: texts['interactions.fields.minutes'] });
  await user.clear(minutes);
  await user.type(minutes, '2000');
  await user.tab();
  expect(minutes).toHaveValue('2000');
  expect(await screen.findByText(ui['invalid.out_of_range'])).toBeInTheDocument();
});
