import { NotebookPen } from 'lucide-react';
import { expect, test } from 'vitest';
import { channelIcon } from './channels';
import texts from './i18n/zh-CN.json';

const START = 'interactions.choices.channel.';

test('every channel that has a name has an icon of its own', () => {
  const channels = Object.keys(texts).flatMap((key) =>
    key.startsWith(START) ? [key.slice(START.length)] : [],
  );
  expect(channels).toContain('letter');
  const icons = channels.map(channelIcon);
  expect(icons).not.toContain(NotebookPen);
  expect(new Set(icons).size).toBe(channels.length);
});
