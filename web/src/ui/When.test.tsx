import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { setZone, today } from '@/lib';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import { Field } from './Field';
import { When } from './When';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  setZone('Asia/Shanghai');
});
afterEach(cleanup);

function show(what: React.ReactNode) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>{what}</LocaleContext>,
  );
  return screen.getByRole('time');
}

const day = (ahead: number) => today().add(ahead, 'day').format('YYYY-MM-DD');

test('a day in a list is a date, and how far it is stands in its title', () => {
  const date = day(-1);
  const shown = show(<Field list="orders" field={{ key: 'ordered_on', kind: 'date' }} value={date} />);
  expect(shown).toHaveTextContent(new RegExp(`^${date}$`));
  expect(shown).toHaveAttribute('title', '昨天');
});

test('what is due and past is told as late, after its date', () => {
  const field = { key: 'next_step_on', kind: 'date' } as const;
  const tones = { next_step_on: { late: 'red' } } as const;
  const late = show(<Field list="accounts" field={field} value={day(-3)} tones={tones} />);
  expect(late).toHaveTextContent(`${day(-3)} 逾期 3 天`);
  cleanup();
  expect(show(<Field list="accounts" field={field} value={day(3)} tones={tones} />)).toHaveTextContent(
    new RegExp(`^${day(3)}$`),
  );
});

test('words stand for what is near; what is far away is a date', () => {
  expect(show(<When value={day(-2)} />)).toHaveTextContent('前天');
  cleanup();
  expect(show(<When value={day(-60)} />)).toHaveTextContent(day(-60));
});
