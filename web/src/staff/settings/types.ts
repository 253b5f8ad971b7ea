import type { Schema } from '@/api';

export type User = Schema<'User'>;
export type OrgUnit = Schema<'OrgUnit'>;
export type Role = Schema<'Role'>;
export const UNIT_KINDS = ['hq', 'branch', 'store', 'hotel', 'team'] as const;

/** A signed-in browser or an API token. */
export type Credential = Schema<'Credential'>;

export type Workspace = Schema<'Workspace'>;

/** Somebody who was invited and has not come yet. */
export type Invitation = Schema<'Invitation'>;
