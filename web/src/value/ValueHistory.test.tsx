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

test('which way each line has gone is said from the first kept day to the last', async () => {
  const amounts = (value: number, lifetime: number, contribution: number) => ({
    value: { minor: value, currency: 'CNY' },
    lifetime: { minor: lifetime, currency: 'CNY' },
    contribution: { minor: contribution, currency: 'CNY' },
  });
  await inShell(
    <ValueHistory
      days={[
        { ...day('2026-08-31', 'small'), ...amounts(200_000, 90_000, 40_000) },
        { ...day('2026-09-30', 'small'), ...amounts(900_000, 10_000, 10_000) },
        { ...day('2026-11-29', 'small'), ...amounts(350_000, 60_000, 40_000) },
      ]}
    />,
  );
  expect(
    screen.getByText(
      '2026-08-31 到 2026-11-29：客户价值上升 ¥1,500，到 ¥3,500；终身价值下降 ¥300，到 ¥600；利润贡献没有变，仍是 ¥400。',
    ),
  ).toBeVisible();
});
