import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { useShownShortcuts } from '@/lib';
import { loadLocale } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { RecordForm } from './RecordForm';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useBlocker: () => undefined,
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
});

afterEach(cleanup);

type Values = { name: string };
type Props = {
  onSave: (values: Values) => Promise<unknown>;
  onSaved: (saved: unknown) => void;
  again?: boolean;
};

function NameForm(props: Props) {
  return (
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <RecordForm<Values> whole initial={{ name: '' }} {...props}>
        <Form.Item name="name" label="name" rules={[{ required: true }]}>
          <Input />
        </Form.Item>
      </RecordForm>
      <Keys />
    </ConfigProvider>
  );
}

function Keys() {
  return (
    <output>
      {useShownShortcuts()
        .map((each) => each.keys)
        .join(' ')}
    </output>
  );
}

function show(again: boolean) {
  const onSave = vi.fn(async (values: Values) => ({ id: values.name }));
  const onSaved = vi.fn();
  render(<NameForm onSave={onSave} onSaved={onSaved} again={again} />);
  return { onSave, onSaved, box: screen.getByRole('textbox', { name: 'name' }), user: userEvent.setup() };
}

test('saved and going on, the form is empty and has the focus; saved, it is left', async () => {
  const { onSave, onSaved, box, user } = show(true);
  await user.type(box, '金源');
  await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  // The field of the next record is a new one.
  const next = () => screen.getByRole('textbox', { name: 'name' });
  await waitFor(() => expect(next()).toHaveValue(''));
  expect(onSave).toHaveBeenLastCalledWith({ name: '金源' }, undefined);
  expect(onSaved).not.toHaveBeenCalled();
  await waitFor(() => expect(next()).toHaveFocus());
  await user.type(next(), '银河');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(onSaved).toHaveBeenCalledWith({ id: '银河' }));
});

test('what could not be sent is not remembered as «save and new»', async () => {
  const { onSaved, box, user } = show(true);
  await user.click(screen.getByRole('button', { name: texts.save_again }));
  await user.type(box, '金源');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(onSaved).toHaveBeenCalledTimes(1));
});

test('what failed stands with the buttons, which are seen wherever one has scrolled to', async () => {
  const onSave = vi.fn(() => Promise.reject(new Problem({ status: 0, code: 'offline' })));
  render(<NameForm onSave={onSave} onSaved={vi.fn()} />);
  const user = userEvent.setup();
  await user.type(screen.getByRole('textbox', { name: 'name' }), '金源');
  await user.keyboard('{Enter}');
  const failure = await screen.findByRole('alert');
  expect(document.querySelector('.form-foot')).toContainElement(failure);
});

test('the help sheet knows the keys of the form', async () => {
  const { onSave, onSaved, box, user } = show(false);
  expect(screen.getByRole('status')).toHaveTextContent('$mod+Enter');
  expect(screen.getByRole('status')).not.toHaveTextContent('Shift');
  await user.type(box, '金源');
  await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await waitFor(() => expect(onSaved).toHaveBeenCalledTimes(1));
  expect(onSave).toHaveBeenCalledTimes(1);
});
