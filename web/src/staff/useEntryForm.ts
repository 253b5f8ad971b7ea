import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, pathOf } from '@/api';
import { useProblemText } from '@/lib';

/** A form before sign-in: it has no record, no version and nothing to guard. */
export function useEntryForm<T extends object>(send: (values: T) => Promise<void>) {
  const { t } = useTranslation('ui');
  const [form] = Form.useForm<T>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const problemText = useProblemText();
  const submit = async (values: T) => {
    setBusy(true);
    setFailure(null);
    try {
      await send(values);
    } catch (error) {
      const errors = error instanceof Problem ? error.errors : [];
      const fields = errors.map((each) => ({
        name: pathOf(each.pointer),
        errors: [t(`ui:invalid.${each.code}`, { defaultValue: each.detail ?? each.code })],
      }));
      form.setFields(fields as Parameters<typeof form.setFields>[0]);
      if (fields[0]) form.focusField(fields[0].name as Parameters<typeof form.focusField>[0]);
      // Nobody is signed in here: 401 can only mean that the name or the password is wrong.
      else if (error instanceof Problem && error.status === 401)
        setFailure(t('ui:problem.wrong_credentials'));
      else setFailure(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return { form, busy, failure, submit };
}
