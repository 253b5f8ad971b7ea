import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, render, screen } from '@testing-library/react';
import { ConfigProvider, Input, Modal } from 'antd';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadLocale } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { ICONS } from './icons';
import { NumberInput } from './NumberInput';
import { Select } from './Select';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
});
afterEach(cleanup);

test('the widgets have no English names where Chinese is spoken', () => {
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} locale={antd} {...ICONS}>
      <Modal open footer={null}>
        <Select allowClear value="1" options={[{ value: '1', label: '一' }]} />
        <Select allowClear mode="multiple" value={['1']} options={[{ value: '1', label: '一' }]} />
        <NumberInput value={1} />
        <Input.Password value="1" />
      </Modal>
    </ConfigProvider>,
  );
  expect(screen.getAllByRole('button', { name: texts.clear })).toHaveLength(2);
  const named = [...document.querySelectorAll('[aria-label]:not([aria-hidden=true])')];
  const labels = named.map((box) => box.getAttribute('aria-label') ?? '');
  expect(labels.filter((label) => /^[A-Za-z -]+$/.test(label))).toEqual([]);
});

test('selects and numbers are ours everywhere, nothing cuts a text, and every segmented control has a name', () => {
  const src = join(import.meta.dirname, '..');
  const wrong: string[] = [];
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.tsx') || /\.test\.|^ui\/(Select|NumberInput)\.tsx$/.test(name)) continue;
    const code = readFileSync(join(src, name), 'utf8');
    const taken = /import \{([^}]*)\} from 'antd'/.exec(code)?.[1] ?? '';
    if (/\b(Select|InputNumber)\b/.test(taken)) wrong.push(name);
    // The widget would cut what is pasted without a word; the server says how long a text may be.
    if (code.includes('maxLength')) wrong.push(`${name}: maxLength`);
    for (const [tag] of code.matchAll(/<Segmented\b[\s\S]*?\/>/g))
      if (!tag.includes('aria-label')) wrong.push(`${name}: ${tag}`);
  }
  expect(wrong).toEqual([]);
});
