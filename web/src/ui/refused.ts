import type { FormInstance } from 'antd';
import { type Ref, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, pathOf } from '@/api';
import { useErrorText, useProblemText } from '@/lib';

const WRONG = '.ant-form-item-has-error';
const TAKES_FOCUS =
  'input:not([type=hidden], :disabled), textarea:not(:disabled), button:not(:disabled), [tabindex="0"]';
/** The widgets draw their marks a little after they are told, and a form that is sending is disabled. */
const PATIENCE = 25;
const PAUSE_MS = 20;

/** Moves the focus into the first field on the page that is marked wrong, once all `wrong` fields are marked. */
function focusWrong(form: HTMLElement | undefined, wrong: number, tries = PATIENCE) {
  const items = [...(form?.querySelectorAll<HTMLElement>(WRONG) ?? [])];
  const fields = items.flatMap((item) => item.querySelector<HTMLElement>(TAKES_FOCUS) ?? []);
  if (fields.length < wrong && tries > 0) {
    setTimeout(() => focusWrong(form, wrong, tries - 1), PAUSE_MS);
    return;
  }
  const [first] = fields;
  if (!first) return;
  const folded = first.closest('details');
  if (folded) folded.open = true;
  first.focus();
  first.scrollIntoView?.({ block: 'nearest' });
}

type Segment = string | number;
type Path = Segment[];

/** The box of the page that shows the error of a field; fields without one would swallow it. */
function boxOf(form: HTMLElement | undefined, path: Path): Element | null {
  const id = JSON.stringify(path.join('_'));
  const control = form?.querySelector(`[id=${id}], label[for=${id}]`);
  return control?.closest('.ant-form-item') ?? null;
}

/** `/accounts/0/account_id` may be the field `accounts, 0, account_id` or `accounts, 0, account`, or lie within `accounts`. */
function candidates(pointer: string, names: Map<string, string>): Path[] {
  const wire = pathOf(pointer);
  const plain = (part: Segment) => (typeof part === 'string' ? part.replace(/_(id|minor)$/, '') : part);
  const ways = [wire.map((part) => names.get(String(part)) ?? part), wire, wire.map(plain)];
  const cuts = wire.flatMap((_, cut) => ways.map((way) => way.slice(0, way.length - cut)));
  // Of a field that the workspace has added, the key is one name.
  return wire[0] === 'custom' ? [[wire.slice(0, 2).join('.')], ...cuts] : cuts;
}

/** Whether what was edited is this field, a part of it, or a list that it stands in. */
function touches(changed: unknown, [first, ...rest]: Path): boolean {
  if (first === undefined || changed === null || typeof changed !== 'object') return true;
  if (Array.isArray(changed) && !(Number(first) in changed)) return false;
  if (!Array.isArray(changed) && !(first in changed)) return false;
  const part = (changed as Record<Segment, unknown>)[first];
  return part === undefined && rest.length > 0 ? false : touches(part, rest);
}

type Options = {
  /** The wire key of a form field when they differ: `owner` → `owner_id`. */
  pointers?: Record<string, string>;
  /** Words of this form for a code, where the usual ones would mislead. */
  texts?: Record<string, string>;
};

/** What every form does with a refusal: the fields say what is wrong, and the first of them has the focus. */
export function useRefused<T>(form: FormInstance<T>, { pointers = {}, texts = {} }: Options = {}) {
  const { t } = useTranslation('ui');
  const errorText = useErrorText();
  const problemText = useProblemText();
  const element = useRef<HTMLElement | undefined>(undefined);
  const placed = useRef(new Map<string, Path>());
  const ref: Ref<{ nativeElement?: HTMLElement }> = useCallback((made) => {
    element.current = made?.nativeElement;
  }, []);
  const mark = (marks: { name: Path; errors: string[] }[]) =>
    form.setFields(marks as unknown as Parameters<typeof form.setFields>[0]);
  const clear = (done: (path: Path) => boolean) => {
    const gone = [...placed.current].filter(([, path]) => done(path));
    for (const [key] of gone) placed.current.delete(key);
    if (gone.length > 0) mark(gone.map(([, name]) => ({ name, errors: [] })));
  };
  return {
    ref,
    /** The browser's own bubble would come before ours, and in another language. */
    noValidate: true,
    /** What was refused is being mended: the field says nothing until it is sent again. */
    onValuesChange: (changed: unknown) => clear((path) => touches(changed, path)),
    /** For what the browser itself refuses. */
    onFinishFailed: ({ errorFields }: { errorFields: unknown[] }) =>
      focusWrong(element.current, errorFields.length),
    /** For what the server refuses; answers what no field of the form can say. */
    place: (problem: Problem): string | null => {
      clear(() => true);
      if (problem.errors.length === 0) return problemText(problem);
      const names = new Map(Object.entries(pointers).map(([field, wire]) => [wire, field]));
      const fields = new Set(form.getFieldsError().map((field) => JSON.stringify(field.name)));
      const said = new Map<string, { name: Path; errors: string[] }>();
      const left = new Set<string>();
      for (const error of problem.errors) {
        const text = texts[error.code] ?? errorText(error);
        const name = candidates(error.pointer, names).find(
          (path) => fields.has(JSON.stringify(path)) && boxOf(element.current, path),
        );
        if (!name) {
          left.add(text);
          continue;
        }
        const key = JSON.stringify(name);
        const before = said.get(key)?.errors ?? [];
        said.set(key, { name, errors: [...new Set([...before, text])] });
      }
      for (const [key, { name }] of said) placed.current.set(key, name);
      mark([...said.values()]);
      if (said.size > 0) focusWrong(element.current, said.size);
      return left.size > 0 ? [...left].join(t('ui:semicolon')) : null;
    },
  };
}
