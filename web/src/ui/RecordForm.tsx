import { Button, Form, type FormInstance } from 'antd';
import { type KeyboardEvent, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Row } from '@/api';
import { isComposing, MOD_KEY, useShortcuts } from '@/lib';
import { changedKeys } from './changes';
import { type ConflictField, useConflict } from './conflict';
import './conflict.css';
import { FormHost, useLeaveGuard } from './leave';
import './page.css';
import { useRefused } from './refused';
import { slow } from './slow';

export type FormValues = Record<string, unknown>;

/** Creates send every value, changes only what differs. A rejected `Problem` lands on the fields. */
type Sending<T> =
  | { whole: true; onSave: (values: T, version?: number) => Promise<unknown> }
  | { whole?: false; onSave: (changed: Partial<T>, version?: number) => Promise<unknown> };

type Props<T extends FormValues> = Sending<T> & {
  /** What the form starts from; a record's own values when it is edited. */
  initial: Partial<T>;
  onSaved?: (saved: unknown) => void;
  /** Offers to save and go on with an empty form, for those who enter several: then nothing leaves the page. */
  again?: boolean;
  /** Offers the way out; in a dialog that is the dialog's own, which asks first. */
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
  const host = use(FormHost);
  const ownDirt = useRef(false);
  const dirty = host?.dirty ?? ownDirt;
  const sending = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const goesOn = useRef(false);
  const [blank] = useState(props.initial);
  const [emptied, setEmptied] = useState(0);
  // What the form began with stays what it is compared with: a colleague's change meanwhile is a conflict, not the start.
  const start = useRef({ initial: props.initial, version: props.version });
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const { initial, version } = latest.current;
    if (props.version === start.current.version || dirty.current) return;
    start.current = { initial, version };
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0]);
  }, [props.version, form, dirty]);

  // Only once the empty fields are drawn and enabled again do they take the focus.
  useEffect(() => {
    if (emptied > 0) box.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus();
  }, [emptied]);

  useLeaveGuard(() => dirty.current);
  // A form that is gone has nothing to lose: its dialog may go on to show what was made.
  useEffect(
    () => () => {
      dirty.current = false;
    },
    [dirty],
  );

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
  const submit = async (mine: T, again: boolean) => {
    // Keys that are held down, or pressed again before the form is drawn as busy, must not save twice.
    if (sending.current) return;
    sending.current = true;
    const { initial, version } = start.current;
    setFailure(null);
    let saved: unknown;
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
        saved = done.saved;
        if (!again) {
          form.setFieldsValue(values as Parameters<typeof form.setFieldsValue>[0]);
          start.current = { initial: values, version: versionOf(saved) ?? version };
        }
      } else saved = await send(mine, initial, version);
      dirty.current = false;
      if (again) empty();
      else onSaved?.(saved);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setFailure(place(error));
    } finally {
      sending.current = false;
    }
  };
  const empty = () => {
    form.resetFields();
    form.setFieldsValue(blank as Parameters<typeof form.setFieldsValue>[0]);
    setEmptied((times) => times + 1);
  };
  const press = (again: boolean) => {
    goesOn.current = again;
    form.submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event)) {
      event.preventDefault();
      press(props.again === true && event.shiftKey);
    }
  };
  // The form hears these keys itself, so that of two forms on a page only the one with the focus is sent.
  const group = t('ui:shortcut.form');
  useShortcuts([
    { keys: '$mod+Enter', label: t('ui:shortcut.save'), group },
    ...(props.again ? [{ keys: '$mod+Shift+Enter', label: t('ui:save_again'), group }] : []),
  ]);

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
      onFinish={(values) => {
        const again = goesOn.current;
        goesOn.current = false;
        void submit(values, again);
      }}
      onFinishFailed={(failed) => {
        goesOn.current = false;
        refusing.onFinishFailed(failed);
      }}
      onKeyDown={onKeyDown}
      disabled={busy}
    >
      <div ref={box} className="form-fields">
        {children}
      </div>
      <div className="form-foot">
        {/* Within the foot: where that sticks, what stands before it lies hidden behind it. */}
        {failure && (
          <p className="form-failure" role="alert">
            {failure}
          </p>
        )}
        <Button type="primary" htmlType="submit" loading={slow(busy)} title={`${MOD_KEY} + Enter`}>
          {props.saveLabel ?? t('ui:save')}
        </Button>
        {props.again && (
          <Button title={`${MOD_KEY} + Shift + Enter`} disabled={busy} onClick={() => press(true)}>
            {t('ui:save_again')}
          </Button>
        )}
        {onCancel && <Button onClick={host ? host.leave : onCancel}>{t('ui:cancel')}</Button>}
      </div>
    </Form>
  );
}
