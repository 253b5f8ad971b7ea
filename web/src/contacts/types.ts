import type { Schema } from '@/api';

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

export type Birthday = Omit<Schema<'Birthday'>, 'calendar'> & { calendar: 'solar' | 'lunar' };
export type Place = Schema<'Place'>;

export type Contact = Omit<Schema<'Contact'>, 'birthday'> & { birthday?: Birthday | null };
