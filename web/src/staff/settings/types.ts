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

/** What is asked for after the password. */
export type AskedStep = Schema<'AskedStep'>;
/** What an authenticator app is told. */
export type Authenticator = Schema<'NewAuthenticator'>;
/** How somebody signs in beside the password. */
export type OwnSecondStep = Schema<'OwnSecondStep'>;
/** Of whom a second step is demanded. */
export type SecondStepRule = Schema<'SecondStepRule'>;
