import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadLocale, withTexts } from '@/lib/i18n';
import { BirthdayInput, type BirthdayValue, whyWrong } from './BirthdayInput';
import texts from './i18n/zh-CN.json';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'contacts')();
});
afterEach(cleanup);

test('a birthday has a month and a day, or it has nothing', () => {
  expect(whyWrong({ calendar: 'solar' })).toBeNull();
  expect(whyWrong({ calendar: 'lunar', year: null, month: null, day: null, leap: false })).toBeNull();
  expect(whyWrong({ calendar: 'solar', month: 4, day: 13 })).toBeNull();
  expect(whyWrong({ calendar: 'solar', month: 4, day: null })).toBe('half');
  expect(whyWrong({ calendar: 'solar', year: 1985 })).toBe('half');
  expect(whyWrong({ calendar: 'lunar', leap: true })).toBe('half');
});

test('a birthday is a day that there is', () => {
  expect(whyWrong({ calendar: 'solar', month: 13, day: 1 })).toBe('month');
  expect(whyWrong({ calendar: 'solar', month: 0, day: 1 })).toBe('month');
  expect(whyWrong({ calendar: 'solar', month: 1, day: 45 })).toBe('day');
  expect(whyWrong({ calendar: 'solar', month: 4, day: 31 })).toBe('day');
  expect(whyWrong({ calendar: 'solar', month: 2, day: 29 })).toBeNull();
  expect(whyWrong({ calendar: 'solar', year: 1985, month: 2, day: 29 })).toBe('day');
  expect(whyWrong({ calendar: 'lunar', month: 2, day: 30 })).toBeNull();
  expect(whyWrong({ calendar: 'lunar', month: 2, day: 31 })).toBe('day');
  expect(whyWrong({ calendar: 'solar', year: 19, month: 2, day: 1 })).toBe('year');
});

function Field() {
  const [value, setValue] = useState<BirthdayValue>();
  return (
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <BirthdayInput value={value} onChange={setValue} />
      <output>{JSON.stringify(value)}</output>
    </ConfigProvider>
  );
}

test('what is typed stays as it was typed, even if there is no such day', async () => {
  render(<Field />);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText(texts['birthday.month_label']), '13');
  await user.type(screen.getByLabelText(texts['birthday.day_label']), '45');
  await user.tab();
  expect(screen.getByLabelText(texts['birthday.month_label'])).toHaveValue('13');
  expect(screen.getByLabelText(texts['birthday.day_label'])).toHaveValue('45');
  expect(screen.getByRole('status')).toHaveTextContent('{"calendar":"solar","month":13,"day":45}');
});
