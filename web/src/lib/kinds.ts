import type { ComponentType } from 'react';
import type { Schema } from '@/api';

/** A record as a search finds it. */
export type Hit = { id: string; title: string };

/**
 * What a capability tells of one kind of its records: where they are shown, how they look, what can be asked about them.
 * The app registers all of them; `ui` and `lib` ask here, by the name of a list, and know none of the names.
 */
export type Kind = {
  /** As grants and events call it: `account`. */
  kind: string;
  /** As the API calls its list: `accounts`. */
  list: string;
  /** The page of the list; its trash lies beneath it. */
  home?: string;
  /** The page of one record. */
  page?: (id: string) => string;
  /** How the command palette shows what it found, and where that leads. */
  found?: {
    icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
    to: (hit: Hit) => { to: string; search?: Record<string, unknown> };
  };
  /** The picture beside the name; without it a list shows none. */
  avatar?: {
    shape: 'round' | 'square';
    /** The part of a name that tells it from the others, whose first letter is shown. */
    core?: (name: string) => string;
  };
  /** Where two of its records are made one, the one that stays first. */
  merge?: (kept: string, merged: string) => { to: string; search: Record<string, unknown> };
  /** Whoever reads may be one of them, and is then called `me` in filters. */
  holdsMe?: boolean;
  /** The tags in use. */
  tags?: () => Promise<{ tag: string }[]>;
  /** Who changed what of one record, a page at a time. */
  changes?: (id: string, cursor: string | undefined, signal: AbortSignal) => Promise<Schema<'History'>>;
  /** Columns, in pixels, that need more room than others of their sort. What is read to its end gets what is left over, too. */
  columns?: {
    wide?: Record<string, number>;
    read?: Record<string, number>;
    /** Amounts of documents: in full, where figures and sums are short. */
    exact?: string[];
    /** Days by which something was to happen: long ago, it is told in the words of `over_a_year` that it did not. */
    overdue?: string[];
  };
};

const known = new Map<string, Kind>();

export function showKinds(kinds: Kind[]) {
  for (const each of kinds) known.set(each.list, each);
}

/** Nothing for a list of which no capability has told anything. */
export function kindIn(list: string | undefined): Kind | undefined {
  return list === undefined ? undefined : known.get(list);
}
