import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { zonesWith } from './useZoneLabel';
import { ZoneSelect } from './ZoneSelect';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'staff')();
});
afterEach(cleanup);

test.each([
  ['上海', 'Asia/Shanghai'],
  ['北京', 'Asia/Shanghai'],
  ['乌鲁木齐', 'Asia/Urumqi'],
  ['台北', 'Asia/Taipei'],
  ['香港', 'Asia/Hong_Kong'],
  ['胡志明', 'Asia/Ho_Chi_Minh'],
  ['shanghai', 'Asia/Shanghai'],
  ['new york', 'America/New_York'],
  ['协调世界时', 'UTC'],
])('%s is found as %s', async (typed, zone) => {
  const onChange = vi.fn();
  const user = userEvent.setup();
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <ZoneSelect value="Europe/Oslo" onChange={onChange} />
      </ConfigProvider>
    </LocaleContext>,
  );
  await user.type(screen.getByRole('combobox'), typed);
  await user.click(await screen.findByTitle(new RegExp(`（${zone}）$`)));
  expect(onChange.mock.calls[0]?.[0]).toBe(zone);
});

test('every zone is offered once, and the chosen one by whatever name it has', () => {
  const zones = zonesWith('Asia/Saigon');
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones).toContain('Asia/Saigon');
  expect(zonesWith('Asia/Shanghai')).not.toContain('Asia/Saigon');
  expect(zonesWith(undefined).length).toBeGreaterThan(300);
});
