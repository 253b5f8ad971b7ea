import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { Suspense } from 'react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FieldInfo, FieldKind } from '@/api';
import { showKinds } from '@/lib';
import { loadLocale, withTexts } from '@/lib/i18n';
import customers from '../../customers/i18n/zh-CN.json';
import texts from '../i18n/zh-CN.json';
import { QuickOptions } from './QuickOptions';

const SRC = join(import.meta.dirname, '../..');
const CRM = join(SRC, '../../crates/crm/src');

beforeAll(async () => {
  showKinds([{ kind: 'thing', list: 'things', tags: async () => [{ tag: '甲' }] }]);
  await loadLocale('zh-CN');
  // Loaded on demand; a slow machine takes longer for it than a test waits.
  await import('./QuickTyped');
  const answer = JSON.stringify({ items: [{ id: '1', name: '甲' }], count: null });
  vi.stubGlobal(
    'fetch',
    vi.fn(
      async () =>
        new Response(answer, {
          headers: { 'content-type': 'application/json' },
        }),
    ),
  );
});

afterEach(cleanup);

function show(field: FieldInfo, onSet = vi.fn(), list = 'things') {
  render(
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <QueryClientProvider client={new QueryClient()}>
        <Suspense>
          <QuickOptions
            list={list}
            field={field}
            label="它"
            value={undefined}
            picked={[]}
            names={new Map()}
            nameOf={(each) => each}
            onPick={onSet}
            onSet={onSet}
          />
        </Suspense>
      </QueryClientProvider>
    </ConfigProvider>,
  );
  return onSet;
}

/** The fields of all lists, as the server describes them: `accounts.region` is a text. */
function kinds(): Map<string, FieldKind> {
  const found = new Map<string, FieldKind>();
  for (const file of readdirSync(CRM, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.rs')) continue;
    const code = readFileSync(join(CRM, file), 'utf8');
    for (const list of code.split(/(?=\bname: ")/)) {
      const name = /^name: "([a-z-]+)"/.exec(list)?.[1];
      if (!name) continue;
      // What each reader marks for themselves is a yes or a no.
      for (const [, kind, key] of list.matchAll(/\bField::([a-z]+)\(\s*"([a-z0-9_]+)"/g))
        found.set(`${name}.${key}`, (kind === 'marked' ? 'boolean' : kind) as FieldKind);
    }
  }
  return found;
}

type Asked = { list: string; key: string; few: boolean };

/** Every quick filter of every page. */
function quick(): Asked[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx$/.test(file))
    .flatMap((file) => {
      const code = readFileSync(join(SRC, file), 'utf8');
      const list = /<RecordList\b[\s\S]*?\blist="([a-z-]+)"/.exec(code)?.[1] ?? '';
      const entries = /\bquick=\{(\[[\s\S]*?\])\}/.exec(code)?.[1] ?? '';
      return [...entries.matchAll(/(\{ key: )?'([a-z0-9_]+)'/g)].map(([, few, key = '']) => ({
        list,
        key,
        few: few !== undefined,
      }));
    });
}

describe.skipIf(!existsSync(CRM))('every quick filter of every list', () => {
  const known = existsSync(CRM) ? kinds() : new Map<string, FieldKind>();

  test('is found here', () => {
    const found = quick().map(({ list, key }) => `${list}.${key}`);
    expect(found).toEqual(
      expect.arrayContaining(['accounts.region', 'contacts.birthday_month', 'orders.net']),
    );
  });

  test.each(quick())('$list: $key offers something', async ({ list, key, few }) => {
    const kind = known.get(`${list}.${key}`);
    if (!kind) throw new Error(`the list ${list} has no field ${key}`);
    show({ key, kind, choices: kind === 'choice' || few ? ['1', '2'] : undefined });
    const box = await screen.findByRole('dialog', { name: '它' });
    await vi.waitFor(() => {
      expect(box.querySelector('li button, form input')).not.toBeNull();
      expect(box).not.toHaveTextContent(texts.nothing_found);
    });
  });
});

test('a text is typed, and Enter filters by it', async () => {
  const user = userEvent.setup();
  const onSet = show({ key: 'region', kind: 'text' });
  await user.type(await screen.findByRole('textbox', { name: texts['filter.value'] }), ' 朝阳 {Enter}');
  expect(onSet).toHaveBeenCalledExactlyOnceWith('朝阳');
});

test('an amount is typed in yuan and sent in fen, with either end or both', async () => {
  const user = userEvent.setup();
  const onSet = show({ key: 'net', kind: 'money' });
  const least = await screen.findByRole('spinbutton', { name: texts['op.gte'] });
  const most = screen.getByRole('spinbutton', { name: texts['op.lte'] });
  await user.type(most, '8000{Enter}');
  expect(onSet).toHaveBeenLastCalledWith(['', 800_000]);
  await user.type(least, '5000{Enter}');
  expect(onSet).toHaveBeenLastCalledWith([500_000, 800_000]);
});

test('a text to be typed comes with an example', async () => {
  await withTexts(async () => undefined, 'customers')();
  show({ key: 'region', kind: 'text' }, vi.fn(), 'accounts');
  expect(await screen.findByPlaceholderText(customers['accounts.examples.region'])).toBeInTheDocument();
});

test('of a number with few values one is chosen', async () => {
  const user = userEvent.setup();
  const onSet = show({ key: 'birthday_month', kind: 'integer', choices: ['1', '2'] });
  await user.click(screen.getByRole('button', { name: '2' }));
  expect(onSet).toHaveBeenCalledExactlyOnceWith(2);
});
