/** The wire types shared by every capability; the contract is docs/api-design.md. */

export type Ref = { id: string; name: string };
/** Whole minor units (fen) and an ISO 4217 code. */
export type Money = { minor: number; currency: string };

export type FieldKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'money'
  | 'days'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'choice'
  | 'reference'
  | 'tags';

export type FieldInfo = {
  key: string;
  kind: FieldKind;
  sortable?: boolean;
  filterable?: boolean;
  summable?: boolean;
  editable?: boolean;
  choices?: string[];
  /** The list that a reference points into, such as `users`. */
  reference?: string;
};

export type ListInfo = {
  name: string;
  default_sort: string;
  default_columns: string[];
  fields: FieldInfo[];
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
export type Count = { value: number; exact: boolean };
export type Page<T = Row> = {
  items: T[];
  next_cursor?: string | null;
  count?: Count | null;
  sums?: Record<string, Money | number | null>;
};

export type ListParams = {
  filter?: Filter;
  q?: string;
  sort?: string;
  columns?: string[];
  limit?: number;
  cursor?: string;
  count?: 'none' | 'capped' | 'exact';
  sums?: string[];
};

export type ViewSharing = 'private' | 'team' | 'everyone';
export type View = {
  id: string;
  version?: number;
  list: string;
  name: string;
  shared: ViewSharing;
  pinned: boolean;
  is_default: boolean;
  filter?: Filter | null;
  sort?: string | null;
  columns?: string[] | null;
  owner?: Ref;
};

export type FieldProblem = { pointer: string; code: string; detail?: string };
export type ProblemBody = {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail?: string;
  errors?: FieldProblem[];
  /** With 412: the record as it is now. */
  current?: Row;
};

export type Locale = 'zh-CN' | 'zh-TW' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Scope = 'own' | 'team' | 'unit' | 'all';
export type Grant = { object: string; action: string; scope: Scope };
export type Trade = 'liquor_maker' | 'liquor_dealer' | 'hotel' | 'mall' | 'generic_b2b';

export type Me = {
  user: {
    id: string;
    name: string;
    email: string;
    locale: Locale;
    theme: Theme;
    time_zone: string;
    version?: number;
  };
  workspace: { id: string; name: string; trade: Trade; time_zone: string; currency: string };
  grants: Grant[];
};

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export type Job = {
  id: string;
  kind: string;
  state: JobState;
  done?: number | null;
  total?: number | null;
  message?: string | null;
  result?: Record<string, unknown> | null;
  error?: string | null;
};

export type SearchHit = { kind: string; id: string; title: string; subtitle?: string | null };

export type ChangeEvent = { name: string; kind: string; record_id: string; account_id?: string | null };

/** Something one should know; `data` has the words, by `name`. */
export type Notification = {
  id: string;
  at: string;
  name: string;
  kind: string;
  record_id: string;
  account_id?: string | null;
  data: Record<string, unknown>;
  read_at?: string | null;
};
export type Notifications = { items: Notification[]; unread: number };

export type BulkRequest = {
  filter?: Filter;
  q?: string;
  ids?: string[];
  action: 'change' | 'trash' | 'restore';
  change?: Record<string, unknown>;
};
