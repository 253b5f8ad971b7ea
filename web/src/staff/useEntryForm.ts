import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api';
import { useProblemText } from '@/lib';
import { useRefused } from '@/ui';

/** A form before sign-in: it has no record, no version and nothing to guard. `bind` goes onto the form. */
export function useEntryForm<T extends object>(send: (values: T) => Promise<void>) {
  const { t } = useTranslation('ui');
  const [form] = Form.useForm<T>();
  const { place, ...refusing } = useRefused(form);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const problemText = useProblemText();
  const onFinish = async (values: T) => {
    setBusy(true);
    setFailure(null);
    try {
      await send(values);
    } catch (error) {
      if (error instanceof Problem && place(error)) return;
      // Nobody is signed in here: 401 can only mean that the name or the password is wrong.
      const wrong = error instanceof Problem && error.status === 401;
      setFailure(wrong ? t('ui:problem.wrong_credentials') : problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const bind = { ...refusing, form, onFinish, layout: 'vertical', requiredMark: false } as const;
  return { busy, failure, bind };
}
