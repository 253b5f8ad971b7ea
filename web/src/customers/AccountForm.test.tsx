import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { AccountForm } from './AccountForm';

const query = vi.fn();
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  useRecord: () => query(),
}));
vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useParams: () => ({ id: 'a' }),
}));
vi.mock('./AccountFields', () => ({ AccountFields: () => <textarea aria-label="remark" /> }));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});
afterEach(cleanup);

const page = () => (
  <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
    <AccountForm />
  </LocaleContext>
);
const error = new Problem({ status: 0, code: 'offline' });

test('reading again in vain does not take a form away that is being filled in', async () => {
  query.mockReturnValue({ data: { id: 'a', name: '金源' }, error: null });
  const { rerender } = render(page());
  const box = await screen.findByRole('textbox');
  query.mockReturnValue({ data: { id: 'a', name: '金源' }, error });
  rerender(page());
  expect(screen.getByRole('textbox')).toBe(box);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('where nothing could be read, the error is said', () => {
  query.mockReturnValue({ data: undefined, error });
  render(page());
  expect(screen.getByRole('alert')).toBeVisible();
});
