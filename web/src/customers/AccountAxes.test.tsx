import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { AccountAxes } from './AccountAxes';
import english from './i18n/en.json';
import texts from './i18n/zh-CN.json';
import traditional from './i18n/zh-TW.json';
import type { Account } from './types';

// Its own capability fills the place of value, and tests it.
vi.mock('@/value', () => ({ ValueAxis: () => <b>VIP</b>, AccountValue: () => null }));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});

const phone = vi.fn(() => false);
const may = vi.fn(() => true);
vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useIsPhone: () => phone(),
  useMay: () => may(),
}));

afterEach(cleanup);

const AXES = ['lifecycle', 'level', 'tie', 'value', 'strategy'] as const;

// Even if a server sent figures for them: these places are not filled from there.
const account = {
  id: '019',
  name: '金源',
  history: 'new',
  volume: 'big',
  credit_grade: 'A',
  lifecycle: 'retain',
  level: 5,
  tie: 3,
  value: 'vip',
  strategy: 'end',
} as unknown as Account;

function show() {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <AccountAxes account={account} />
    </LocaleContext>,
  );
}

test('a03_five_places_stand_on_the_account_and_say_what_will_fill_them', async () => {
  show();
  await screen.findByText('VIP');
  const list = screen.getByText(texts['axis.lifecycle']).closest('dl');
  const shown = [...(list?.querySelectorAll('div') ?? [])].map((place) => [
    place.querySelector('dt')?.textContent,
    place.querySelector('dd')?.textContent,
  ]);
  expect(shown).toEqual(
    AXES.map((axis) => [texts[`axis.${axis}`], axis === 'value' ? 'VIP' : texts[`axis_fill.${axis}`]]),
  );
});

test('a25 a level is told by its name: no digit stands in the five places', () => {
  show();
  const list = screen.getByText(texts['axis.level']).closest('dl');
  expect(list?.textContent).not.toMatch(/\d/);
  for (const each of [texts, traditional, english]) {
    const said = Object.entries(each).filter(([key]) => /^axis(_fill)?\./.test(key));
    expect(said).toHaveLength(9);
    expect(said.map(([, text]) => text).join()).not.toMatch(/\d/);
  }
});

test('on a phone they are folded into one line that names what is known', () => {
  phone.mockReturnValue(true);
  show();
  const fold = screen.getByText(texts.axes).closest('details');
  expect(fold).not.toHaveAttribute('open');
  const line = fold?.querySelector('summary');
  expect(line).toHaveTextContent(texts['accounts.choices.history.new']);
  expect(line).toHaveTextContent(texts['accounts.choices.volume.big']);
  expect(fold).toContainElement(screen.getByText(texts['axis.lifecycle']));
});

test('who may not see what customers are worth is told so', () => {
  may.mockReturnValueOnce(false);
  show();
  expect(screen.getByText(texts.axis_hidden)).toBeTruthy();
});
