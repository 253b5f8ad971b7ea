/**
 * The wire types shared by every capability, by the names of the document (`schema.d.ts`, made of openapi.json).
 * Written by hand is only what the document leaves open.
 */
import type { Schema } from './paths';

export type { Schema } from './paths';

export type Ref = Schema<'Ref'>;
/** Whole minor units (fen) and an ISO 4217 code. */
export type Money = Schema<'Money'>;

export type FieldKind = Schema<'Kind'>['kind'];

export type FieldType = Schema<'CustomKind'>['type'];
export type Choice = Schema<'Choice'>;

/** What a workspace says of a field that it has added. Which of the last keys it has depends on its type. */
export type Custom = Pick<
  Schema<'Custom'>,
  'id' | 'key' | 'label' | 'help' | 'required' | 'unique' | 'searchable' | 'indexed' | 'default'
> & {
  type: FieldType;
  choices?: Choice[];
  decimals?: number;
};

/** Which keys a kind has depends on the kind; the screens ask for them as optional. */
export type FieldInfo = Pick<Schema<'Field'>, 'key'> &
  Partial<Pick<Schema<'Field'>, 'sortable' | 'filterable' | 'summable' | 'editable'>> & {
    kind: FieldKind;
    choices?: string[];
    /** Digits after the point. */
    decimals?: number;
    /** Of a field that the workspace has added. */
    custom?: Custom | null;
    /** The list that a reference points into, such as `users`. */
    reference?: string;
  };

export type ListInfo = Omit<Schema<'ListInfo'>, 'fields'> & {
  fields: (Omit<Schema<'Field'>, 'custom'> & FieldInfo)[];
};

export type RelativeUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type Within =
  | { last: number; unit: RelativeUnit }
  | { next: number; unit: RelativeUnit }
  | { this: RelativeUnit }
  | { previous: RelativeUnit };
export type OlderThan = { n: number; unit: RelativeUnit };
export type FilterValue = string | number | boolean | (string | number)[] | Within | OlderThan | null;

export type Op =
  | 'eq'
  | 'ne'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'in'
  | 'not_in'
  | 'empty'
  | 'not_empty'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'on'
  | 'before'
  | 'after'
  | 'within'
  | 'older_than'
  | 'any_of'
  | 'all_of'
  | 'none_of';

export type Condition = { field: string; op: Op; value?: FilterValue };
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition;

/** A row of any list: the columns asked for, plus its id and version. */
export type Row = { id: string; version?: number; [key: string]: unknown };
export type Count = Schema<'Count'>;
/** Rows of a list by what the caller knows of its columns. */
export type Page<T = Row> = Omit<Schema<'Page'>, 'items' | 'sums'> & {
  items: T[];
  sums?: Record<string, Money | number | null>;
};

export type ListParams = {
  filter?: Filter;
  q?: string;
  sort?: string;
  columns?: string[];
  limit?: number;
  cursor?: string;
  count?: Schema<'Counting'>;
  sums?: string[];
};

export type ViewSharing = 'private' | 'team' | 'everyone';
export type View = Omit<Schema<'View'>, 'filter' | 'shared'> & {
  shared: ViewSharing;
  filter?: Filter | null;
};

export type FieldProblem = Schema<'FieldError'>;
/** The title and the sentence are missing where the browser itself says what failed. */
export type ProblemBody = Pick<Schema<'Problem'>, 'status' | 'code' | 'errors'> &
  Partial<Pick<Schema<'Problem'>, 'type' | 'title' | 'detail'>> & {
    /** With 412: the record as it is now. */
    current?: Row;
    /** What stands in the way, as the capability that says so describes it. */
    found?: unknown;
  };

export type Locale = 'zh-CN' | 'zh-TW' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Scope = Schema<'Scope'>;
export type Grant = Schema<'Grant'>;
export type Trade = 'liquor_maker' | 'liquor_dealer' | 'hotel' | 'mall' | 'generic_b2b';

export type Profile = Omit<Schema<'Profile'>, 'locale' | 'theme'> & { locale: Locale; theme: Theme };
export type Workspace = Omit<Schema<'Workspace'>, 'trade'> & { trade: Trade };
export type Me = Omit<Schema<'Me'>, 'user' | 'workspace'> & { user: Profile; workspace: Workspace };

export type JobState = Schema<'JobState'>;
export type Job = Omit<Schema<'Job'>, 'result'> & { result?: Record<string, unknown> | null };
/** Where to look for what was started. */
export type Queued = Schema<'Queued'>;

/** What the event stream sends; the document says of it only that it is a stream. */
export type ChangeEvent = { name: string; kind: string; record_id: string; about_id?: string | null };

/** Something one should know; `data` has the words, by `name`. */
export type Notification = Schema<'Notification'>;

export type BulkRequest = {
  filter?: Filter;
  q?: string | null;
  ids?: string[] | null;
  action: Schema<'BulkAction'>;
  change?: Record<string, unknown>;
};
