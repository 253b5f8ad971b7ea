import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { loadLocale } from '@/lib/i18n';
import { useRefused } from './refused';

beforeAll(async () => {
  await loadLocale('zh-CN');
});

afterEach(cleanup);

type Values = { name: string; phone: string; owner: string };
type Props = { send: (values: Values) => void; onLeft?: (all: boolean) => void };

function SmallForm({ send, onLeft }: Props) {
  const [form] = Form.useForm<Values>();
  const { place, ...refusing } = useRefused(form, { pointers: { owner: 'owner_id' } });
  const submit = (values: Values) => {
    try {
      send(values);
    } catch (error) {
      const all = place(error as Problem);
      onLeft?.(all);
    }
  };
  return (
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <Form<Values> {...refusing} form={form} onFinish={submit}>
        <Form.Item name="name" label="name" rules={[{ required: true }]}>
          <Input />
        </Form.Item>
        <Form.Item name="phone" label="phone">
          <Input type="email" />
        </Form.Item>
        <details>
          <Form.Item name="owner" label="owner">
            <Input />
          </Form.Item>
        </details>
        <button type="submit">send</button>
      </Form>
    </ConfigProvider>
  );
}

function refusal(...pointers: string[]) {
  const errors = pointers.map((pointer) => ({ pointer, code: 'phone', detail: '' }));
  return new Problem({ status: 422, code: 'invalid', errors });
}

test('what the browser refuses takes the focus', async () => {
  const send = vi.fn();
  render(<SmallForm send={send} />);
  await userEvent.click(screen.getByText('send'));
  await waitFor(() => expect(screen.getByLabelText('name')).toHaveFocus());
  expect(send).not.toHaveBeenCalled();
});

test('of what the server refuses the first on the page takes the focus, in whatever order it answers', async () => {
  const onLeft = vi.fn();
  const send = () => {
    throw refusal('/owner_id', '/phone');
  };
  render(<SmallForm send={send} onLeft={onLeft} />);
  await userEvent.type(screen.getByLabelText('name'), '金源');
  await userEvent.click(screen.getByText('send'));
  await waitFor(() => expect(screen.getByLabelText('phone')).toHaveFocus());
  expect(onLeft).toHaveBeenCalledWith(true);
});

test('a wrong field that is folded away is shown', async () => {
  render(
    <SmallForm
      send={() => {
        throw refusal('/owner_id');
      }}
    />,
  );
  await userEvent.type(screen.getByLabelText('name'), '金源');
  await userEvent.click(screen.getByText('send'));
  await waitFor(() => expect(screen.getByLabelText('owner')).toHaveFocus());
  expect(screen.getByLabelText('owner').closest('details')).toHaveAttribute('open');
});

test('an error about no field of the form is left to say elsewhere', async () => {
  const onLeft = vi.fn();
  const send = () => {
    throw refusal('/phone', '/nowhere');
  };
  render(<SmallForm send={send} onLeft={onLeft} />);
  await userEvent.type(screen.getByLabelText('name'), '金源');
  await userEvent.click(screen.getByText('send'));
  await waitFor(() => expect(onLeft).toHaveBeenCalledWith(false));
});
