import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { today } from '@/lib';
import { loadLocale } from '@/lib/i18n';
import { ClockInput } from './ClockInput';
import { DayInput } from './DayInput';
import texts from './i18n/zh-CN.json';
import { usePastRule } from './usePastRule';

beforeAll(async () => {
  await loadLocale('zh-CN');
});
const onFinish = vi.fn();
afterEach(() => {
  cleanup();
  onFinish.mockClear();
});

function Fields() {
  const day = usePastRule();
  const clock = usePastRule(true);
  return (
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <Form onFinish={onFinish} initialValues={{ day: today() }}>
        <Form.Item name="day" label="day" rules={[day]}>
          <DayInput strict maxDate={today()} />
        </Form.Item>
        <Form.Item name="clock" label="clock" rules={[clock]}>
          <ClockInput past />
        </Form.Item>
        <button type="submit">save</button>
      </Form>
    </ConfigProvider>
  );
}

/** The form with this typed into one of its fields, which is then left. */
async function typedInto(name: string, typed: string) {
  render(<Fields />);
  const user = userEvent.setup();
  const box = screen.getByLabelText(name);
  await user.clear(box);
  await user.type(box, typed);
  await user.tab();
  return { user, box };
}

test.each([
  ['day', '2999-01-01', texts.after_today],
  ['clock', '2999-01-01 09:30', texts.after_now],
])('a %s to come that is typed stays, and its field says why it is not taken', async (name, typed, why) => {
  const { user, box } = await typedInto(name, typed);
  expect(await screen.findByText(why)).toBeInTheDocument();
  expect(box).toHaveValue(typed);
  await user.click(screen.getByRole('button', { name: 'save' }));
  expect(onFinish).not.toHaveBeenCalled();

  const past = typed.replace('2999', '2019');
  await user.clear(box);
  await user.type(box, past);
  await user.tab();
  expect(box).toHaveValue(past);
  await user.click(screen.getByRole('button', { name: 'save' }));
  await vi.waitFor(() => expect(onFinish).toHaveBeenCalledOnce());
});

test.each([
  ['2019-11-12', '2019-11-12'],
  ['2019/11/12', '2019-11-12'],
  ['2019/3/7', '2019-03-07'],
  ['20190307', '2019-03-07'],
  ['2019-3-7', '2019-03-07'],
  ['2019.3.7', '2019-03-07'],
  ['2019年3月7日', '2019-03-07'],
])('%s is read as people mean it', async (typed, meant) => {
  const { user, box } = await typedInto('day', typed);
  expect(box).toHaveValue(meant);
  await user.click(screen.getByRole('button', { name: 'save' }));
  await vi.waitFor(() => expect(onFinish).toHaveBeenCalledOnce());
  expect(onFinish.mock.calls[0]?.[0].day.format('YYYY-MM-DD')).toBe(meant);
});

test.each(['2026-11-99', '2026-02-30', '下周'])(
  '%s is no day: it stays as it was typed and is not taken',
  async (typed) => {
    const { user, box } = await typedInto('day', typed);
    expect(await screen.findByText(texts.not_a_day)).toBeInTheDocument();
    expect(box).toHaveValue(typed);
    await user.click(screen.getByRole('button', { name: 'save' }));
    expect(onFinish).not.toHaveBeenCalled();
  },
);

test('what was no day is taken away again', async () => {
  const { user, box } = await typedInto('day', '2026-02-30');
  expect(await screen.findByText(texts.not_a_day)).toBeInTheDocument();
  await user.clear(box);
  await user.tab();
  await vi.waitFor(() => expect(screen.queryByText(texts.not_a_day)).not.toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: 'save' }));
  await vi.waitFor(() => expect(onFinish).toHaveBeenCalledOnce());
});

test('Enter takes the day that was typed and does not send the form', async () => {
  render(<Fields />);
  const user = userEvent.setup();
  const box = screen.getByLabelText('day');
  await user.clear(box);
  await user.type(box, '2019-03-07{Enter}');
  expect(box).toHaveValue('2019-03-07');
  expect(onFinish).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'save' }));
  await vi.waitFor(() => expect(onFinish.mock.calls[0]?.[0].day.format('YYYY-MM-DD')).toBe('2019-03-07'));
});

test('what cannot be read stays in red where no form refuses it, until it is a day', async () => {
  const onChange = vi.fn();
  render(<DayInput aria-label="from" onChange={onChange} />);
  const user = userEvent.setup();
  const box = screen.getByLabelText('from');
  const picker = box.closest('.ant-picker');
  await user.type(box, '2026-13-1');
  await user.tab();
  expect(box).toHaveValue('2026-13-1');
  expect(picker).toHaveClass('ant-picker-status-error');
  await user.clear(box);
  await user.type(box, '2026-11-1');
  await user.tab();
  expect(picker).not.toHaveClass('ant-picker-status-error');
  expect(onChange.mock.calls.at(-1)?.[0].format('YYYY-MM-DD')).toBe('2026-11-01');
});
