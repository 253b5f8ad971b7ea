import type { Schema } from '@/api';

export type Health = Schema<'Health'>;
export type Installation = Schema<'Installation'>;
export type Backups = Schema<'Backups'>;
export type BackupRun = Schema<'BackupRun'>;
export type Disk = Schema<'Disk'>;
