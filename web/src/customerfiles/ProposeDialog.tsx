import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type FieldInfo, keys, type Row, useListInfo, useRecord } from '@/api';
import { isOwn, toast, useLabels, useShowProblem, valueIn } from '@/lib';
import { FieldInput } from '@/ui';
import { Select } from '@/ui/Select';
import { AskDialog } from './AskDialog';
import { PROPOSABLE } from './types';

/** Proposes that a field of the customer should read otherwise. */
export function ProposeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const ids = { field: useId(), value: useId() };
  const account = useRecord<Row>('accounts', id).data;
  const info = useListInfo('accounts');
  const [key, setKey] = useState('phone');
  const [value, setValue] = useState<unknown>(undefined);
  const fields = (info.data?.fields ?? []).filter(
    (field) => PROPOSABLE.includes(field.key) || (isOwn(field.key) && field.editable),
  );
  const field = fields.find((each) => each.key === key);
  const present = account && field ? valueIn(account, field) : undefined;
  const propose = useMutation({
    mutationFn: (reason: string) =>
      api.post(`/accounts/${id}/file/proposals`, {
        field: key,
        value: written(value === undefined ? present : value),
        reason,
      }),
    onSuccess: () => {
      toast(t('customerfiles:proposed'));
      void client.invalidateQueries({ queryKey: keys.under(id, 'file') });
      onClose();
    },
    onError: showProblem,
  });
  return (
    <AskDialog
      title={t('customerfiles:propose_title')}
      label={t('customerfiles:why')}
      yes={t('customerfiles:propose_yes')}
      required
      busy={propose.isPending}
      onSend={propose.mutate}
      onClose={onClose}
    >
      <label htmlFor={ids.field}>{t('customerfiles:field')}</label>
      <Select
        id={ids.field}
        value={key}
        onChange={(next) => {
          setKey(next);
          setValue(undefined);
        }}
        options={fields.map((each) => ({ value: each.key, label: labels.field(each.key) }))}
      />
      {field && (
        <>
          <label htmlFor={ids.value}>{t('customerfiles:should_be')}</label>
          <FieldInput
            key={key}
            id={ids.value}
            list="accounts"
            field={field}
            long={longOf(field)}
            value={value === undefined ? present : value}
            onChange={setValue}
          />
        </>
      )}
    </AskDialog>
  );
}

function longOf(field: FieldInfo) {
  return field.key === 'remark' || field.custom?.type === 'long_text';
}

/** A value as a change of the customer has it. */
function written(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'id' in value) return value.id;
  return value === '' || value === undefined ? null : value;
}
