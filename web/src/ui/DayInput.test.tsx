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
          <DayInput maxDate={today()} />
        </Form.Item>
        <Form.Item name="clock" label="clock" rules={[clock]}>
          <ClockInput past />
        </Form.Item>
        <button type="submit">save</button>
      </Form>
    </ConfigProvider>
  );
}

test.each([
  ['day', '2999-01-01', texts.after_today],
  ['clock', '2999-01-01 09:30', texts.after_now],
])('a %s to come that is typed stays, and its field says why it is not taken', async (name, typed, why) => {
  render(<Fields />);
  const user = userEvent.setup();
  const box = screen.getByLabelText(name);
  await user.clear(box);
  await user.type(box, typed);
  await user.tab();
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
