import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form } from 'antd';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { MoneyInput } from './MoneyInput';
import { NumberInput } from './NumberInput';
import { numberIn, readNumber } from './number';
import { useMoneyRule } from './useMoneyRule';
import { useRangeRule } from './useRangeRule';

beforeAll(() => loadLocale('zh-CN'));
afterEach(cleanup);

test('numbers are read as people type them', () => {
  for (const [typed, want] of [
    ['１００', 100],
    ['1,234.5', 1234.5],
    ['１，２３４．５０', 1234.5],
    ['12。5', 12.5],
    ['￥ 1 200', 1200],
    ['－3', -3],
    ['.5', 0.5],
    ['20万', 200_000],
    ['1.1 萬', 11_000],
    ['1.5亿', 150_000_000],
    ['３千', 3000],
    ['', null],
    ['  ', null],
  ] as const)
    expect(readNumber(typed), typed).toBe(want);
  for (const typed of ['一百', '1.2.3', '12箱', '万', '2万5', '1e5', '-', '0x10'])
    expect(readNumber(typed), typed).toBeNaN();
});

test('a number stands with its usual decimals, and with more when it has more', () => {
  expect([
    numberIn(168, 2),
    numberIn(1.005, 2),
    numberIn(7, 0),
    numberIn(null, 2),
    numberIn(Number.NaN, 2),
  ]).toEqual(['168.00', '1.005', '7', '', '']);
});

function Rules() {
  const pieces = useRangeRule(1, 1000);
  const amount = useMoneyRule(100_000_00);
  return (
    <Form>
      <Form.Item name="pieces" rules={[pieces]}>
        <NumberInput strict decimals={0} aria-label="件" />
      </Form.Item>
      <Form.Item name="amount" rules={[amount]}>
        <MoneyInput strict label="元" />
      </Form.Item>
    </Form>
  );
}

function show(inside: React.ReactNode) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <QueryClientProvider client={new QueryClient()}>
        <ConfigProvider theme={{ zeroRuntime: true }}>{inside}</ConfigProvider>
      </QueryClientProvider>
    </LocaleContext>,
  );
  return userEvent.setup();
}

test('in a form what was typed stays, and the rule says what is wrong', async () => {
  const user = show(<Rules />);
  const said = (key: 'invalid.out_of_range', max: string, min: string) =>
    texts[key].replace('{{min}}', min).replace('{{max}}', max);
  for (const [label, typed, shown, message] of [
    ['件', '一箱', '一箱', said('invalid.out_of_range', '1,000', '1')],
    ['件', '1.5', '1.5', said('invalid.out_of_range', '1,000', '1')],
    ['件', '１００', '100', undefined],
    ['元', '1.005', '1.005', texts.two_decimals],
    ['元', '99999999999999999', '99999999999999999', said('invalid.out_of_range', '100,000', '0')],
    ['元', '１２．５', '12.50', undefined],
  ] as const) {
    const input = screen.getByRole('spinbutton', { name: label });
    await user.clear(input);
    await user.type(input, typed);
    await user.tab();
    expect(input, typed).toHaveValue(shown);
    if (message) expect(await screen.findByText(message), typed).toBeInTheDocument();
    else await expect.poll(() => input.getAttribute('aria-invalid')).not.toBe('true');
  }
});

test('outside a form what cannot be read goes back, and the arrow keys step', async () => {
  const taken: (number | null)[] = [];
  function Shown() {
    const [value, setValue] = useState<number | null>(7);
    const take = (next: number | null) => {
      taken.push(next);
      setValue(next);
    };
    return <NumberInput aria-label="数" value={value} onChange={take} />;
  }
  const user = show(<Shown />);
  const input = screen.getByRole('spinbutton');
  await user.type(input, '箱');
  expect(input).toHaveValue('7箱');
  await user.tab();
  expect(input).toHaveValue('7');
  await user.type(input, '{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(input).toHaveValue('8');
  expect(taken).toEqual([8, 9, 8]);
});
