import { useBlocker } from '@tanstack/react-router';
import { Button, Form, type FormInstance } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Row } from '@/api';
import { changedKeys } from './changes';
import { confirm } from './confirm';
import { type ConflictField, useConflict } from './conflict';
import './conflict.css';
import './page.css';
import { useRefused } from './refused';

export type FormValues = Record<string, unknown>;

/** Creates send every value, changes only what differs. A rejected `Problem` lands on the fields. */
type Sending<T> =
  | { whole: true; onSave: (values: T, version?: number) => Promise<unknown> }
  | { whole?: false; onSave: (changed: Partial<T>, version?: number) => Promise<unknown> };

type Props<T extends FormValues> = Sending<T> & {
  /** What the form starts from; a record's own values when it is edited. */
  initial: Partial<T>;
  onSaved?: () => void;
  onCancel?: () => void;
  version?: number;
  /** The wire key of a form field when they differ: `owner` → `owner_id`. */
  pointers?: Record<string, string>;
  /** Turns a newer record (412) into form values, and names the fields to compare. */
  conflict?: { fields: ConflictField[]; toValues: (row: Row) => Partial<NoInfer<T>> };
  saveLabel?: string;
  form?: FormInstance<T>;
  children: ReactNode;
};

/** A saved record says its version; what else a form may have sent has none. */
function versionOf(saved: unknown): number | undefined {
  const { version } = (saved ?? {}) as { version?: unknown };
  return typeof version === 'number' ? version : undefined;
}

/** A form over a record: server errors by field, first error focused, guard when leaving, Ctrl+Enter, conflicts field by field. */
export function RecordForm<T extends FormValues>(props: Props<T>) {
  const { onSaved, onCancel, pointers, conflict, children } = props;
  const { t } = useTranslation('ui');
  const [own] = Form.useForm<T>();
  const form = props.form ?? own;
  const { place, ...refusing } = useRefused(form, { pointers });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const settle = useConflict();
  const dirty = useRef(false);
  // What the form began with stays what it is compared with: a colleague's change meanwhile is a conflict, not the start.
  const start = useRef({ initial: props.initial, version: props.version });
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const { initial, version } = latest.current;
    if (props.version === start.current.version || dirty.current) return;
    start.current = { initial, version };
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0]);
  }, [props.version, form]);

  useBlocker({
    shouldBlockFn: async () => {
      if (!dirty.current) return false;
      return !(await confirm({
        title: t('ui:form.leave_title'),
        text: t('ui:form.leave_text'),
        yes: t('ui:form.leave'),
        danger: true,
      }));
    },
    enableBeforeUnload: () => dirty.current,
  });

  const send = async (values: T, against: Partial<T>, version: number | undefined): Promise<unknown> => {
    const changed = changedKeys(against, values);
    if (!props.whole && Object.keys(changed).length === 0) return undefined;
    setBusy(true);
    try {
      return await (props.whole ? props.onSave(values, version) : props.onSave(changed, version));
    } finally {
      setBusy(false);
    }
  };
  const submit = async (mine: T) => {
    const { initial, version } = start.current;
    setFailure(null);
    try {
      if (conflict) {
        const done = await settle({
          ...conflict,
          original: initial,
          mine,
          version,
          send: (values, against, at) => send(values as T, against as Partial<T>, at),
        });
        if (!done) return;
        const values = done.values as T;
        form.setFieldsValue(values as Parameters<typeof form.setFieldsValue>[0]);
        start.current = { initial: values, version: versionOf(done.saved) ?? version };
      } else await send(mine, initial, version);
      dirty.current = false;
      onSaved?.();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setFailure(place(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.submit();
    }
  };

  return (
    <Form<T>
      {...refusing}
      form={form}
      layout="vertical"
      requiredMark={(label, { required }) => (
        <>
          {label}
          {required && (
            <span className="required" aria-hidden="true">
              {' *'}
            </span>
          )}
        </>
      )}
      initialValues={start.current.initial as Parameters<typeof Form<T>>[0]['initialValues']}
      onValuesChange={(changed) => {
        dirty.current = true;
        refusing.onValuesChange(changed);
      }}
      onFinish={(values) => void submit(values)}
      onKeyDown={onKeyDown}
      disabled={busy}
    >
      {children}
      {failure && (
        <p className="form-failure" role="alert">
          {failure}
        </p>
      )}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={busy} title="Ctrl + Enter">
          {props.saveLabel ?? t('ui:save')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('ui:cancel')}</Button>}
      </div>
    </Form>
  );
}
