import type { Ref, Row } from '@/api';

export const ROLES = [
  'boss',
  'buyer',
  'payer',
  'decision_maker',
  'influencer',
  'user',
  'finance',
  'warehouse',
  'gatekeeper',
] as const;
export const GENDERS = ['female', 'male', 'other'] as const;
export const REACHED_BY = ['phone', 'mobile', 'wechat', 'email', 'visit', 'letter', 'fax'] as const;

export type Birthday = {
  calendar: 'solar' | 'lunar';
  year?: number | null;
  month: number;
  day: number;
  leap?: boolean;
};
export type Place = { account: Ref; roles: string[]; title?: string | null; is_primary: boolean };

export type Contact = Row & {
  name: string;
  gender?: string | null;
  mobile?: string | null;
  phone?: string | null;
  email?: string | null;
  wechat?: string | null;
  birthday?: Birthday | null;
  language?: string | null;
  preferred_channel?: string | null;
  is_consumer: boolean;
  guardian?: Ref | null;
  remark?: string | null;
  owner?: Ref | null;
  accounts: Place[];
  trashed_at?: string | null;
};
