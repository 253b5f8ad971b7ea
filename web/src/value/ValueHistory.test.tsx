import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import type { AccountValue } from './types';
import { ValueHistory } from './ValueHistory';

afterEach(cleanup);

const money = { minor: 100, currency: 'CNY' };

function day(on: string, pyramid: string, abc = 'B') {
  const classes = { pyramid, abc, bcg: 'star' };
  return {
    day: on,
    value: money,
    lifetime: money,
    contribution: money,
    ...classes,
  } as AccountValue['history'][number];
}

test('f65 the classes stand there since the day they were others, the newest first', async () => {
  await inShell(
    <ValueHistory
      days={[
        day('2026-08-31', 'small'),
        day('2026-09-30', 'small'),
        day('2026-10-31', 'major'),
        day('2026-11-28', 'major', 'A'),
      ]}
    />,
  );
  const table = screen.getByRole('region', { name: texts.history_classes });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringMatching(/^2026-11-28主要客户A 类店/),
    expect.stringMatching(/^2026-10-31主要客户B 类店/),
    expect.stringMatching(/^2026-08-31小客户B 类店/),
  ]);
});
