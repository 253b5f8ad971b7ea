import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadLocale } from '@/lib/i18n';
import { TagsInput } from './TagsInput';

vi.mock('./refs', () => ({ useTags: () => ({ data: ['老客户', '宴席'] }) }));

beforeAll(async () => {
  await loadLocale('zh-CN');
});
afterEach(cleanup);

function Tags() {
  const [tags, setTags] = useState<string[]>([]);
  return (
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <TagsInput list="accounts" label="tags" value={tags} onChange={setTags} />
      <output>{tags.join(' ')}</output>
    </ConfigProvider>
  );
}

function choice(tag: string) {
  return document.querySelector(`.ant-select-item-option[title="${tag}"]`) as HTMLElement;
}

test('the list of choices closes with each tag, and opens again for the next', async () => {
  render(<Tags />);
  const user = userEvent.setup();
  const box = screen.getByRole('combobox', { name: 'tags' });
  await user.click(box);
  await waitFor(() => expect(box).toHaveAttribute('aria-expanded', 'true'));
  await user.click(choice('老客户'));
  expect(screen.getByRole('status')).toHaveTextContent('老客户');
  await waitFor(() => expect(box).toHaveAttribute('aria-expanded', 'false'));
  await user.keyboard('宴');
  await waitFor(() => expect(box).toHaveAttribute('aria-expanded', 'true'));
  await user.click(choice('宴席'));
  expect(screen.getByRole('status')).toHaveTextContent('老客户 宴席');
  await waitFor(() => expect(box).toHaveAttribute('aria-expanded', 'false'));
});
