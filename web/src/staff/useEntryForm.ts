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
  // Before sign-in a wrong password may as well be a wrong address.
  const texts = { wrong_password: t('ui:problem.wrong_credentials') };
  const { place, ...refusing } = useRefused(form, { texts });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const problemText = useProblemText();
  const onFinish = async (values: T) => {
    setBusy(true);
    setFailure(null);
    try {
      await send(values);
    } catch (error) {
      // Nobody is signed in here: 401 can only mean that the name or the password is wrong.
      if (error instanceof Problem && error.status === 401) setFailure(texts.wrong_password);
      else setFailure(error instanceof Problem ? place(error) : problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const bind = { ...refusing, form, onFinish, layout: 'vertical', requiredMark: false } as const;
  return { busy, failure, bind };
}
