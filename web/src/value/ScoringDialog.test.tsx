import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { today } from '@/lib';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { ScoringDialog } from './ScoringDialog';
import type { Scoring } from './types';

const post = vi.hoisted(() => vi.fn(async () => ({ scorings: [] })));
vi.mock('@/api', async (original) => ({ ...(await original<typeof import('@/api')>()), api: { post } }));

afterEach(() => {
  cleanup();
  post.mockClear();
});

const ACCOUNT = { id: 'a1', name: '金源' };
const save = () => fireEvent.click(screen.getByRole('button', { name: /保\s?存/ }));
const slide = (name: string, points: number) =>
  fireEvent.change(screen.getByRole('slider', { name }), { target: { value: points } });

test('what nobody has scored is not saved, neither ours nor a rival’s', async () => {
  await inShell(<ScoringDialog account={ACCOUNT} before={null} onClose={() => undefined} />);
  save();
  expect(screen.getByRole('alert')).toHaveTextContent('还没有给“我们”打分');
  slide('产品价值：我们', 8);
  fireEvent.click(screen.getByRole('button', { name: texts['delivered.rival_add'] }));
  fireEvent.change(screen.getByRole('textbox', { name: '竞争对手 1' }), { target: { value: '古泉' } });
  save();
  expect(screen.getByRole('alert')).toHaveTextContent('还没有给“古泉”打分');
  expect(post).not.toHaveBeenCalled();
  slide('产品价值：古泉', 7);
  save();
  await vi.waitFor(() => expect(post).toHaveBeenCalledOnce());
  expect(post).toHaveBeenCalledWith(
    '/accounts/a1/delivered-value',
    expect.objectContaining({ scored_on: today().format('YYYY-MM-DD') }),
  );
});

test('the last scoring is not saved again as it is', async () => {
  const scores = {
    product: 8,
    service: 8,
    personnel: 8,
    image: 8,
    money: 3,
    time: 3,
    mental: 3,
    physical: 3,
  };
  const before = { ours: { scores }, rivals: [], sources: [] } as unknown as Scoring;
  await inShell(<ScoringDialog account={ACCOUNT} before={before} onClose={() => undefined} />);
  save();
  expect(screen.getByRole('alert')).toHaveTextContent(texts['delivered.unchanged']);
  expect(post).not.toHaveBeenCalled();
});
