import { Form, type FormInstance } from 'antd';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { AskAlike } from './askAlike';
import { type Facts, factsOf } from './facts';
import type { Sort } from './sorts';
import type { Found } from './types';
import { useAlike } from './useAlike';

/** A person pauses for so long between two words. */
const PAUSE_MS = 700;

type Told = { sort: Sort; found: Found | undefined; error: unknown };
export const Noted = createContext<Told>({ sort: 'account', found: undefined, error: null });

type Props = {
  sort: Sort;
  form: FormInstance;
  /** The record that is changed: it is not like itself. */
  except?: string;
  children: ReactNode;
};

/** Looks, while a form is filled in, for what is there already; the places beneath its fields tell it. */
export function AlikeNotes({ sort, form, except, children }: Props) {
  const text = Form.useWatch(
    (values: Record<string, unknown>) => JSON.stringify(factsOf(sort, values)),
    form,
  );
  const asked = usePaused(text);
  const { found, error } = useAlike(sort, asked, except);
  return (
    <Noted value={{ sort, found, error }}>
      {children}
      <AskAlike sort={sort} />
    </Noted>
  );
}

/** What was written, once nobody writes any more. What the form began with is not asked for: nobody has entered it now. */
function usePaused(text: string | undefined): Facts | undefined {
  const first = useRef(text);
  const [facts, setFacts] = useState<Facts>();
  useEffect(() => {
    first.current ??= text;
    if (text === undefined || (text === first.current && facts === undefined)) return;
    const timer = setTimeout(() => setFacts(JSON.parse(text) as Facts), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, facts]);
  return facts;
}

export function useNoted(): Told {
  return use(Noted);
}
