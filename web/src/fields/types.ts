import type { Choice, FieldType, Schema } from '@/api';

type Common = Pick<
  Schema<'CustomField'>,
  | 'id'
  | 'version'
  | 'list'
  | 'key'
  | 'label'
  | 'help'
  | 'required'
  | 'unique'
  | 'searchable'
  | 'index'
  | 'default'
  | 'trashed_at'
>;

/** What a field holds; which of the last keys there are depends on its type. */
export type Kind = {
  type: FieldType;
  decimals?: number;
  to?: string;
  choices?: Choice[];
  expression?: string;
  gives?: Gives;
  of?: string;
  aggregate?: Aggregate;
  field?: string | null;
  filter?: unknown;
};
export type Gives = Schema<'Gives'>;
export type Aggregate = Schema<'Aggregate'>;

/** A field that the workspace has added. */
export type OwnField = Common & Kind;

/** A word to choose, as it is edited: one without a key is new. */
export type EditedChoice = { key?: string | null; label: string; retired?: boolean };
