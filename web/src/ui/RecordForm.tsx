import { useBlocker } from '@tanstack/react-router';
import { Button, Form, type FormInstance } from 'antd';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Row } from '@/api';
import type { ConflictField } from './ConflictDialog';
import { confirm } from './confirm';
import './conflict.css';
import './page.css';
import { useRefused } from './refused';

const ConflictDialog = lazy(() =>
  import('./ConflictDialog').then((file) => ({ default: file.ConflictDialog })),
);

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

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Only what differs from the start: a merge patch must not overwrite a colleague's other fields. */
export function changedKeys<T extends FormValues>(initial: Partial<T>, now: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => !same(value, initial[key])),
  ) as Partial<T>;
}

/** A form over a record: server errors by field, first error focused, guard when leaving, Ctrl+Enter, conflicts field by field. */
export function RecordForm<T extends FormValues>(props: Props<T>) {
  const { initial, onSaved, onCancel, pointers, conflict, children } = props;
  const { t } = useTranslation('ui');
  const [own] = Form.useForm<T>();
  const form = props.form ?? own;
  const { place, ...refusing } = useRefused(form, { pointers });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [stale, setStale] = useState<{ theirs: Partial<T>; version: number | undefined; mine: T } | null>(
    null,
  );
  const dirty = useRef(false);

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

  const send = async (values: T, version = props.version, against = initial) => {
    setBusy(true);
    setFailure(null);
    try {
      if (props.whole) await props.onSave(values, version);
      else {
        const changed = changedKeys(against, values);
        if (Object.keys(changed).length > 0) await props.onSave(changed, version);
      }
      dirty.current = false;
      onSaved?.();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412 && error.current && conflict) {
        setStale({ theirs: conflict.toValues(error.current), version: error.current.version, mine: values });
      } else setFailure(place(error));
    } finally {
      setBusy(false);
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
      initialValues={initial as Parameters<typeof Form<T>>[0]['initialValues']}
      onValuesChange={(changed) => {
        dirty.current = true;
        refusing.onValuesChange(changed);
      }}
      onFinish={(values) => void send(values)}
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
      <Suspense>
        {stale && conflict && (
          <ConflictDialog
            fields={conflict.fields}
            original={initial}
            mine={stale.mine}
            theirs={stale.theirs}
            onCancel={() => setStale(null)}
            onResolve={(resolved) => {
              const values = { ...stale.mine, ...resolved } as T;
              form.setFieldsValue(values as Parameters<typeof form.setFieldsValue>[0]);
              setStale(null);
              void send(values, stale.version, stale.theirs);
            }}
          />
        )}
      </Suspense>
    </Form>
  );
}
