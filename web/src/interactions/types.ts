import type { Ref, Row } from '@/api';

export const CHANNELS = ['phone', 'wechat', 'visit', 'mobile', 'email', 'web', 'letter', 'fax'] as const;
export const PURPOSES = ['care', 'information', 'deal', 'service', 'intelligence'] as const;
export const OUTCOMES = ['reached', 'not_reached', 'interested', 'ordered', 'refused', 'follow_up'] as const;
export const DIRECTIONS = ['out', 'in', 'both'] as const;
export const STEPS = [
  'prepare',
  'greet',
  'look_around',
  'merchandise',
  'draft_order',
  'present',
  'review',
  'paperwork',
] as const;
export const HELP_KINDS = [
  'unloading',
  'shelving',
  'cleaning',
  'repair',
  'serving',
  'information',
  'other',
] as const;

/** What was promised or what comes next, and by which day. */
export type Due = { text: string; due_on: string; task_id?: string | null };
export type Help = { kind: string; minutes: number; at: string };
export type Stock = { product: string; cases: number };
export type Rival = {
  name: string;
  price_minor?: number | null;
  display?: string | null;
  promotion?: string | null;
};
export type Visit = {
  checked_in_at?: string | null;
  checked_out_at?: string | null;
  steps: string[];
  help: Help[];
  pitch_started_at?: string | null;
  stock: Stock[];
  rivals: Rival[];
};

export type Interaction = Row & {
  account?: Ref | null;
  contact?: Ref | null;
  user?: Ref | null;
  channel: string;
  direction: string;
  two_way: boolean;
  purposes: string[];
  at: string;
  minutes: number;
  body?: string | null;
  outcome?: string | null;
  promise?: Due | null;
  next_step?: Due | null;
  visit?: Visit | null;
  helped_first?: boolean | null;
};

export type Task = Row & {
  subject: string;
  due_on: string;
  state: string;
  account?: Ref | null;
  contact?: Ref | null;
  assignee?: Ref | null;
};

export type Comment = Row & {
  account_id: string;
  author?: Ref | null;
  body: string;
  mentions: Ref[];
  created_at: string;
};
