import type { FormInstance } from 'antd';
import { type Ref, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, pathOf } from '@/api';

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

type Options = {
  /** The wire key of a form field when they differ: `owner` → `owner_id`. */
  pointers?: Record<string, string>;
};

/** What every form does with a refusal: the fields say what is wrong, and the first of them has the focus. */
export function useRefused<T>(form: FormInstance<T>, { pointers = {} }: Options = {}) {
  const { t } = useTranslation('ui');
  const element = useRef<HTMLElement | undefined>(undefined);
  const ref: Ref<{ nativeElement?: HTMLElement }> = useCallback((made) => {
    element.current = made?.nativeElement;
  }, []);
  return {
    ref,
    /** The browser's own bubble would come before ours, and in another language. */
    noValidate: true,
    /** For what the browser itself refuses. */
    onFinishFailed: ({ errorFields }: { errorFields: unknown[] }) =>
      focusWrong(element.current, errorFields.length),
    /** For what the server refuses; answers whether every error found its field. */
    place: (problem: Problem): boolean => {
      const names = new Map(Object.entries(pointers).map(([field, wire]) => [wire, field]));
      const known = new Set(Object.keys(form.getFieldsValue() as object));
      const placed = problem.errors.flatMap((error) => {
        const [first = '', ...rest] = pathOf(error.pointer);
        const name = [names.get(String(first)) ?? first, ...rest];
        if (!known.has(String(name[0]))) return [];
        return [
          { name, errors: [t(`ui:invalid.${error.code}`, { defaultValue: error.detail || error.code })] },
        ];
      });
      form.setFields(placed as Parameters<typeof form.setFields>[0]);
      if (placed.length > 0) focusWrong(element.current, placed.length);
      return placed.length > 0 && placed.length === problem.errors.length;
    },
  };
}
