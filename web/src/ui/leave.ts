import { useBlocker } from '@tanstack/react-router';
import { createContext, type RefObject, useContext, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from './confirm';

/** What a dialog or drawer is to the form in it: it knows whether something is not saved, and asks before it closes. */
export type Host = {
  dirty: RefObject<boolean>;
  leave: () => void;
  /** It stands over the page: Back closes it, and the page beneath stays. */
  over?: boolean;
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
  const host = useContext(FormHost);
  useBlocker({
    // Over the page it is the host that answers Back.
    shouldBlockFn: async ({ action }) => !(host?.over && action === 'BACK') && isDirty() && !(await ask()),
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

/** The way out of a dialog or drawer with a form: Back is one as well. */
export function useDialogHost(onClose: () => void, touched?: () => boolean): Host {
  const host = useFormHost(onClose, touched);
  useBlocker({
    shouldBlockFn: ({ action }) => {
      if (action !== 'BACK') return false;
      host.leave();
      return true;
    },
    enableBeforeUnload: false,
  });
  return { ...host, over: true };
}
