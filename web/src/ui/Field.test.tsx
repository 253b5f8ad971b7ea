import { render, screen } from '@testing-library/react';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { beforeAll, expect, test } from 'vitest';
import type { FieldInfo } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { showKinds } from '@/lib/kinds';
import { Field } from './Field';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(() => Promise.resolve(), 'customers')();
});

function show(field: FieldInfo, value: unknown) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      {children}
    </LocaleContext>
  );
  return render(<Field list="accounts" field={field} value={value} />, { wrapper });
}

test('money is short, with the exact amount in its title', () => {
  show({ key: 'net_sales', kind: 'money' }, { minor: 12_345_678, currency: 'CNY' });
  expect(screen.getByText('¥12.35万')).toHaveAttribute('title', '¥123,456.78');
});

test('a choice is told in words, from the capability that knows the list', () => {
  show({ key: 'channel_kind', kind: 'choice', choices: ['dealer'] }, 'dealer');
  expect(screen.getByText('经销商')).toBeInTheDocument();
});

test('a choice without a text yet shows its own name', () => {
  show({ key: 'channel_kind', kind: 'choice', choices: ['brand_new'] }, 'brand_new');
  expect(screen.getByText('brand_new')).toBeInTheDocument();
});

test('a visit that was due long ago is told as one that nobody made', () => {
  showKinds([{ kind: 'account', list: 'accounts', columns: { overdue: ['visit_due_on'] } }]);
  const due = (days: number) => dayjs().subtract(days, 'day').format('YYYY-MM-DD');
  show({ key: 'visit_due_on', kind: 'date' }, due(800));
  expect(screen.getByText('一年多没拜访')).toBeInTheDocument();
  show({ key: 'visit_due_on', kind: 'date' }, due(300));
  expect(document.querySelector('time')).toHaveAttribute('datetime', due(300));
  show({ key: 'first_order_on', kind: 'date' }, due(900));
  expect(document.querySelector(`time[datetime="${due(900)}"]`)).toBeInTheDocument();
});

test('nothing is a dash, and zero is not nothing', () => {
  show({ key: 'n', kind: 'integer' }, null);
  expect(screen.getByText('–')).toBeInTheDocument();
  show({ key: 'n', kind: 'integer' }, 0);
  expect(screen.getByText('0')).toBeInTheDocument();
});
