import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider, Form, Input } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadLocale } from '@/lib/i18n';
import { ConfirmHost } from './confirm';
import { FormDialog } from './FormDialog';
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

function show() {
  const onClose = vi.fn();
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
      <FormDialog title="task" width={400} onClose={onClose}>
        <RecordForm<{ name: string }>
          whole
          initial={{ name: '' }}
          onSave={async () => undefined}
          onSaved={onClose}
          onCancel={onClose}
        >
          <Form.Item name="name" label="name">
            <Input />
          </Form.Item>
        </RecordForm>
      </FormDialog>
      <ConfirmHost />
    </ConfigProvider>,
  );
  return { onClose, box: screen.getByRole('textbox', { name: 'name' }), user: userEvent.setup() };
}

const leave = () => screen.findByRole('button', { name: texts['form.leave'] });

test('an untouched dialog closes at once', async () => {
  const { onClose, user } = show();
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledTimes(1);
});

test.each(['{Escape}', texts.cancel])(
  'what was typed is not thrown away by %s without asking',
  async (way) => {
    const { onClose, box, user } = show();
    await user.type(box, '送样酒');
    if (way === texts.cancel) await user.click(screen.getByRole('button', { name: way }));
    else await user.keyboard(way);
    const yes = await leave();
    expect(onClose).not.toHaveBeenCalled();
    const [ask] = screen.getAllByRole('dialog').slice(-1);
    await user.click(
      [...(ask?.querySelectorAll('button') ?? [])].find(
        (each) => each.textContent === texts.cancel,
      ) as HTMLElement,
    );
    await waitFor(() => expect(yes).not.toBeInTheDocument());
    expect(onClose).not.toHaveBeenCalled();
    expect(box).toHaveValue('送样酒');
    await user.click(screen.getAllByRole('button', { name: texts.cancel })[0] as HTMLElement);
    await user.click(await leave());
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  },
);

test('what is saved closes without a question', async () => {
  const { onClose, box, user } = show();
  await user.type(box, '送样酒');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
});
