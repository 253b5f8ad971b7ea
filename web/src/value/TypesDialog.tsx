import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast, useLabels, useShowProblem } from '@/lib';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import type { AccountTypes } from './types';
import './delivered.css';

type Draft = { behaviour: string; strategic: string[]; reason: string; orientation: string };
type Props = { account: Ref; types: AccountTypes; onClose: () => void };

const BEHAVIOURS = ['loyal', 'need_based', 'discount', 'impulse', 'wanderer'] as const;
const STRATEGIC = ['high_volume', 'high_future_value', 'benchmark', 'door_opener', 'inspirer'] as const;
const ORIENTATIONS = ['none', 'cost', 'value', 'technology'] as const;
/** Leaves the behaviour to what is derived. */
const DERIVED = 'derived';

/** What people know of a customer: confirms or sets right how it buys, says why it is strategic and what it looks at. */
export function TypesDialog({ account, types, onClose }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const id = useId();
  const [draft, setDraft] = useState<Draft>({
    behaviour: types.behaviour.set ?? DERIVED,
    strategic: types.strategic.types,
    reason: types.strategic.reason ?? '',
    orientation: types.orientation.orientation,
  });
  const [touched, setTouched] = useState(false);
  const [refused, setRefused] = useState(false);
  const put = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    setTouched(true);
  };
  const lacksReason = draft.strategic.length > 0 && draft.reason.trim() === '';
  const save = useMutation({
    mutationFn: () =>
      api.put(`/accounts/${account.id}/types`, {
        behaviour: draft.behaviour === DERIVED ? null : draft.behaviour,
        strategic: draft.strategic,
        strategic_reason: draft.reason.trim() || null,
        orientation: draft.orientation === 'none' ? null : draft.orientation,
      }),
    onSuccess: (after) => {
      client.setQueryData(keys.under(account.id, 'types'), after);
      void client.invalidateQueries({ queryKey: keys.under(account.id, 'delivered-value') });
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('ui:saved'));
      onClose();
    },
    onError: showProblem,
  });
  return (
    <FormDialog
      title={t('value:types.dialog', { name: account.name })}
      width={480}
      touched={() => touched}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            onClick={() => (lacksReason ? setRefused(true) : save.mutate())}
          >
            {t('ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <div className="types-form">
        <label htmlFor={`${id}-behaviour`}>{labels.field('behaviour')}</label>
        <Select
          id={`${id}-behaviour`}
          value={draft.behaviour}
          onChange={(behaviour) => put({ behaviour })}
          options={[
            {
              value: DERIVED,
              label: t('value:types.as_derived', {
                derived: labels.choice('behaviour', types.behaviour.derived),
              }),
            },
            ...BEHAVIOURS.map((value) => ({ value, label: labels.choice('behaviour', value) })),
          ]}
        />
        <fieldset>
          <legend>{t('value:types.strategic')}</legend>
          <Checkbox.Group
            className="score-sources"
            value={draft.strategic}
            options={STRATEGIC.map((value) => ({ value, label: labels.field(`is_${value}`) }))}
            onChange={(strategic) => put({ strategic })}
          />
        </fieldset>
        {draft.strategic.length > 0 && (
          <>
            <label htmlFor={`${id}-reason`}>{t('value:types.reason')}</label>
            <TextArea
              id={`${id}-reason`}
              rows={2}
              most={6}
              value={draft.reason}
              status={refused && lacksReason ? 'error' : undefined}
              aria-invalid={refused && lacksReason}
              onChange={(event) => put({ reason: event.target.value })}
            />
            {refused && lacksReason && (
              <p className="score-wrong" role="alert">
                {t('value:types.reason_required')}
              </p>
            )}
          </>
        )}
        <label htmlFor={`${id}-orientation`}>{labels.field('orientation')}</label>
        <Select
          id={`${id}-orientation`}
          value={draft.orientation}
          onChange={(orientation) => put({ orientation })}
          options={ORIENTATIONS.map((value) => ({ value, label: labels.choice('orientation', value) }))}
        />
      </div>
    </FormDialog>
  );
}
