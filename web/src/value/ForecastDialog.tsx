import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Money as Amount, api, keys, type Ref } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { MoneyInput } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import type { AccountValue } from './types';

/** A trillion yuan in fen: the most that the server takes. */
const MOST = 100_000_000_000_000;

type Props = { account: Ref; value: AccountValue; onClose: () => void };

/** What somebody knows a customer will buy, instead of what is reckoned. */
export function ForecastDialog({ account, value, onClose }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const before = value.forecast.manual?.amount ?? null;
  const [amount, setAmount] = useState<Amount | null>(before);
  const isWrong =
    amount !== null && !(Number.isInteger(amount.minor) && amount.minor >= 0 && amount.minor <= MOST);
  const save = useMutation({
    mutationFn: (minor: number | null) =>
      api.put(`/accounts/${account.id}/forecast`, { amount_minor: minor }),
    onSuccess: (after) => {
      client.setQueryData(keys.under(account.id, 'value'), after);
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('value:forecast_saved'));
      onClose();
    },
    onError: showProblem,
  });
  return (
    <FormDialog
      title={t('value:forecast_edit')}
      width={420}
      touched={() => amount?.minor !== before?.minor}
      footer={(leave) => (
        <>
          {before && (
            <Button disabled={save.isPending} onClick={() => save.mutate(null)}>
              {t('value:forecast_clear')}
            </Button>
          )}
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={!amount || isWrong || amount.minor === before?.minor}
            onClick={() => amount && save.mutate(amount.minor)}
          >
            {t('ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <p>{t('value:forecast_text', { name: account.name, months: value.forecast.months })}</p>
      <MoneyInput label={t('value:forecast_amount')} autoFocus strict value={amount} onChange={setAmount} />
      {isWrong && (
        <p className="danger" role="alert">
          {t('value:forecast_wrong')}
        </p>
      )}
      {!before && (
        <p className="muted">
          {t('value:forecast_now', { amount: format.moneyExact(value.forecast.amount) })}
        </p>
      )}
    </FormDialog>
  );
}
