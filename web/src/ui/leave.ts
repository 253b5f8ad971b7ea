import { useBlocker } from '@tanstack/react-router';
import { createContext, type RefObject, useRef } from 'react';
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

/** Leaving the page asks first while something is typed and not saved. */
export function useLeaveGuard(isDirty: () => boolean) {
  const ask = useAsk();
  useBlocker({
    shouldBlockFn: async () => isDirty() && !(await ask()),
    enableBeforeUnload: isDirty,
  });
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
