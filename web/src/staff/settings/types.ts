import type { Grant, Ref, Row, Trade } from '@/api';

export type User = Row & {
  name: string;
  email: string;
  org_unit?: Ref | null;
  roles: Ref[];
  active: boolean;
  last_seen_at?: string | null;
};
export type Role = { id: string; key: string; name: string; everything: boolean; grants: Grant[] };
export type OrgUnit = Row & { name: string; kind: string; parent_id?: string | null };
export const UNIT_KINDS = ['hq', 'branch', 'store', 'hotel', 'team'] as const;

/** A signed-in browser or an API token. */
export type Credential = {
  id: string;
  name: string;
  read_only: boolean;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  current: boolean;
};

export type Workspace = { id: string; name: string; trade: Trade; time_zone: string; currency: string };
