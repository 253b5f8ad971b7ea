import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { Advice } from './Advice';
import type { Scoring } from './types';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'value')();
});

afterEach(cleanup);

function show(comparison: Partial<Scoring>) {
  const scoring = { ours: { delivered: 18 }, rivals: [], ...comparison } as Scoring;
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <Advice scoring={scoring} />
    </LocaleContext>,
  );
}

test('a benefit in which a rival is ahead is to be added to', () => {
  show({ best_rival: '石桥坊', lead: 6, advice: { factor: 'image', points: 1 } });
  expect(screen.getByText('比石桥坊高 6 分')).toBeTruthy();
  expect(screen.getByText(/做加法：“形象价值”比石桥坊少 1 分/)).toBeTruthy();
});

test('a cost that is higher than a rival’s is to be subtracted from', () => {
  show({ best_rival: '石桥坊', lead: -2, advice: { factor: 'money', points: 3 } });
  expect(screen.getByText('比石桥坊低 2 分')).toBeTruthy();
  expect(screen.getByText(/做减法：“货币成本”比石桥坊多 3 分/)).toBeTruthy();
});

test('nowhere behind, it says what we are strongest in', () => {
  show({ best_rival: '石桥坊', lead: 4, strongest: { factor: 'personnel', points: 2 } });
  expect(screen.getByText(/没有一项不如石桥坊.*“人员价值”/)).toBeTruthy();
});

test('as good as a rival in everything, it advises nothing', () => {
  show({ best_rival: '石桥坊', lead: 0 });
  expect(screen.getByText('与石桥坊持平')).toBeTruthy();
  expect(screen.getByText(/各项都与石桥坊一样/)).toBeTruthy();
});

test('without a rival it asks for one', () => {
  show({});
  expect(screen.getByText(/再给竞争对手也打一次分/)).toBeTruthy();
});
