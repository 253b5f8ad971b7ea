import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadLocale, withTexts } from '@/lib/i18n';
import { ImportStart } from './ImportStart';
import texts from './i18n/zh-CN.json';
import type { ImportPreview } from './types';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin', 'customers')();
});

afterEach(cleanup);

const preview = {
  id: '019',
  kind: 'contacts',
  mapping: { 0: 'name', 1: 'mobile' },
  keys: ['mobile'],
  mode: null,
  key: null,
  makes_missing: true,
} as unknown as ImportPreview;

function show(each: ImportPreview) {
  return render(
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <QueryClientProvider client={new QueryClient()}>
        <ImportStart preview={each} onBack={() => undefined} onStarted={() => undefined} />
      </QueryClientProvider>
    </ConfigProvider>,
  );
}

test('what was chosen for the trial stays chosen when one comes back, for this import only', async () => {
  show(preview);
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByText(texts['import.mode_name.create']));
  cleanup();
  show(preview);
  expect(screen.getByRole('checkbox')).not.toBeChecked();
  expect(screen.getByText(texts['import.mode_name.create'])).toHaveAttribute('aria-pressed', 'true');
  cleanup();
  show({ ...preview, id: '020' });
  expect(screen.getByRole('checkbox')).toBeChecked();
});
