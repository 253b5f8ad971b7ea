import { useBlocker } from '@tanstack/react-router';
import { createContext, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from './confirm';

/** What a dialog or drawer is to the form in it: it knows whether something is not saved, and asks before it closes. */
export type Host = {
  dirty: RefObject<boolean>;
  leave: () => void;
};

/** Read by `RecordForm`; given by `FormDialog`, or by whatever else holds a form and can be closed. */
export const FormHost = createContext<Host | null>(null);

function useAsk() {
  const { t } = useTranslation('ui');
  return () =>
    confirm({
      title: t('ui:form.leave_title'),
      text: t('ui:form.leave_text'),
      yes: t('ui:form.leave'),
      danger: true,
    });
}

/** What of this page is typed and not saved; each form says it of itself. */
const guards = new Set<() => boolean>();
let isLeaving = false;

/** Leaving the page asks first while something is typed and not saved. */
export function useLeaveGuard(isDirty: () => boolean) {
  const ask = useAsk();
  const latest = useRef(isDirty);
  latest.current = isDirty;
  useEffect(() => {
    const guard = () => latest.current();
    guards.add(guard);
    // Another page has come since.
    isLeaving = false;
    return () => {
      guards.delete(guard);
    };
  }, []);
  const holds = () => !isLeaving && isDirty();
  useBlocker({
    shouldBlockFn: async () => holds() && !(await ask()),
    enableBeforeUnload: holds,
  });
}

/** Does what ends with another page, such as signing out: asks before it, not after, and does nothing for who stays. */
export function useLeaving() {
  const ask = useAsk();
  return async (act: () => Promise<unknown>) => {
    if ([...guards].some((isDirty) => isDirty()) && !(await ask())) return false;
    isLeaving = true;
    try {
      await act();
      return true;
    } catch (error) {
      isLeaving = false;
      throw error;
    }
  };
}

/** The way out of what holds a form. `touched` is for a form that does not tell by itself. */
export function useFormHost(onClose: () => void, touched?: () => boolean): Host {
  const ask = useAsk();
  const dirty = useRef(false);
  const leave = async () => {
    if ((dirty.current || touched?.()) && !(await ask())) return;
    // Closing may lead to another page, which must not ask again.
    dirty.current = false;
    onClose();
  };
  return { dirty, leave: () => void leave() };
}
