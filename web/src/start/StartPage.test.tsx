import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Grant } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { dueFilter } from './DueTasks';
import texts from './i18n/zh-CN.json';
import { StartPage } from './StartPage';

let grants: Grant[] = [];
let ownsNone = false;
vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMe: () => ({ user: { id: 'u1', name: '陈思远' }, grants }),
  useMay: (object: string) => object !== 'interaction',
}));
vi.mock('@/interactions', () => ({ openLog: () => {} }));
vi.mock('@/demo', () => ({ DemoNote: () => null }));
vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ children }: { children: ReactNode }) => <a href="/">{children}</a>,
}));
vi.mock('./AccountRows', () => ({ AccountRows: ({ title }: { title: string }) => <h2>{title}</h2> }));
vi.mock('./useMyAccounts', () => ({
  useMyAccounts: (_: boolean, asked: string | null) => ({
    whose: asked ?? (ownsNone ? 'team' : 'mine'),
    ownsNone,
    none: false,
    recent: {},
    silent: {},
  }),
}));
vi.mock('./DueTasks', async (original) => ({
  ...(await original<typeof import('./DueTasks')>()),
  DueTasks: ({ whose }: { whose: string }) => <output>{whose}</output>,
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'start')();
});

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function show(children: ReactNode) {
  const context = { locale: 'zh-CN', antd: {}, setLocale: async () => {} } as never;
  render(<LocaleContext value={context}>{children}</LocaleContext>);
}

function reading(scope: Grant['scope']): Grant[] {
  return [{ object: 'account', action: 'read', scope }];
}

test('who leads chooses between the own day and that of the team, and finds it again', async () => {
  grants = reading('team');
  show(<StartPage />);
  expect(screen.getByRole('status')).toHaveTextContent('mine');
  await userEvent.setup().click(screen.getByRole('button', { name: texts['whose.team'] }));
  expect(screen.getByRole('status')).toHaveTextContent('team');
  expect(screen.getByRole('heading', { name: texts.recent_all })).toBeVisible();
  cleanup();
  show(<StartPage />);
  expect(screen.getByRole('status')).toHaveTextContent('team');
});

test('who leads, owns none and has not chosen is shown the team, and what is chosen is what is shown', async () => {
  grants = reading('all');
  ownsNone = true;
  show(<StartPage />);
  expect(screen.getByRole('button', { name: texts['whose.team'] })).toHaveAttribute('aria-pressed', 'true');
  expect(screen.getByRole('heading', { name: texts.recent_all })).toBeVisible();
  await userEvent.setup().click(screen.getByRole('button', { name: texts['whose.mine'] }));
  expect(screen.queryByRole('heading', { name: texts.recent_all })).toBeNull();
  expect(screen.getByText(texts.no_own)).toBeVisible();
  ownsNone = false;
});

test('whose rights end with the own records has no choice', () => {
  localStorage.setItem('guanxi.start.whose', '"team"');
  grants = reading('own');
  show(<StartPage />);
  expect(screen.queryByRole('button', { name: texts['whose.team'] })).toBeNull();
  expect(screen.getByRole('status')).toHaveTextContent('mine');
});

test('the team’s due tasks are those of everybody', () => {
  const fields = (whose: 'mine' | 'team') => JSON.stringify(dueFilter('today', '2026-11-25', whose));
  expect(fields('mine')).toContain('assignee');
  expect(fields('team')).not.toContain('assignee');
});
