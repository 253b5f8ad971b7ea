import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { loadLocale } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { useRefused } from './refused';

beforeAll(async () => {
  await loadLocale('zh-CN');
});

afterEach(cleanup);

const PHONE = texts['invalid.phone'];

type Values = { name: string; phone: string; owner: string; lines: { price: string }[]; steps: string };
type Props = { send: (values: Values) => void; onLeft?: (left: string | null) => void };

function SmallForm({ send, onLeft }: Props) {
  const [form] = Form.useForm<Values>();
  const { place, ...refusing } = useRefused(form, { pointers: { owner: 'owner_id' } });
  const submit = (values: Values) => {
    try {
      send(values);
    } catch (error) {
      const left = place(error as Problem);
      onLeft?.(left);
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
        <Form.List name="lines" initialValue={[{}, {}]}>
          {(fields) =>
            fields.map(({ key, name }) => (
              <Form.Item key={key} name={[name, 'price']} label={`price ${name}`}>
                <Input />
              </Form.Item>
            ))
          }
        </Form.List>
        <Form.Item name="custom.area" label="area">
          <Input />
        </Form.Item>
        <Form.Item name="steps" noStyle>
          <Input aria-label="steps" />
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
  expect(onLeft).toHaveBeenCalledWith(null);
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
  await waitFor(() => expect(onLeft).toHaveBeenCalledWith(PHONE));
});

async function refuse(...pointers: string[]) {
  const onLeft = vi.fn();
  const send = () => {
    throw refusal(...pointers);
  };
  render(<SmallForm send={send} onLeft={onLeft} />);
  await userEvent.type(screen.getByLabelText('name'), '金源');
  await userEvent.click(screen.getByText('send'));
  await waitFor(() => expect(onLeft).toHaveBeenCalled());
  return onLeft.mock.calls[0]?.[0] as string | null;
}

function wrongItems() {
  return [...document.querySelectorAll('.ant-form-item-has-error label')].map((label) => label.textContent);
}

test('an error within a field stands at that field, one of a row at its own control', async () => {
  expect(await refuse('/name/first', '/lines/1/price_minor')).toBeNull();
  await waitFor(() => expect(wrongItems()).toEqual(['name', 'price 1']));
});

test('an error of a field that the workspace has added stands at that field', async () => {
  expect(await refuse('/custom/area', '/custom/area/1')).toBeNull();
  await waitFor(() => expect(wrongItems()).toEqual(['area']));
});

test('an error that no control of the form would show is said in the summary', async () => {
  expect(await refuse('/lines', '/lines/7/price', '/steps', '/change/owner_id')).toBe(PHONE);
  expect(wrongItems()).toEqual([]);
});

test('an error goes when its field is edited, and only that one', async () => {
  await refuse('/phone', '/lines/0/price', '/lines/1/price');
  await waitFor(() => expect(wrongItems()).toEqual(['phone', 'price 0', 'price 1']));
  await userEvent.type(screen.getByLabelText('price 1'), '5');
  await waitFor(() => expect(wrongItems()).toEqual(['phone', 'price 0']));
  await userEvent.type(screen.getByLabelText('phone'), '1');
  await waitFor(() => expect(wrongItems()).toEqual(['price 0']));
});
