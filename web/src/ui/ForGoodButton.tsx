import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, records } from '@/api';
import { kindIn, toast, useMay, useShowProblem } from '@/lib';
import { confirm } from './confirm';

type Props = Ref & { list: string };

/** Deletes one record for good that is in the trash, after asking; and says when it goes by itself. */
export function ForGoodButton({ list, id, name }: Props) {
  const { t } = useTranslation('ui');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayRemove = useMay(kindIn(list)?.kind ?? '', 'remove');
  const isFor = useMay('trash', 'remove') && mayRemove;
  const days = useQuery({ queryKey: ['parameters'], queryFn: () => api.get('/parameters') }).data?.find(
    ({ key }) => key === 'trash.days',
  )?.value;
  const remove = useMutation({
    mutationFn: () => records.removeForGood(list, id),
    onSuccess: () => {
      client.removeQueries({ queryKey: keys.record(list, id) });
      void client.invalidateQueries({ queryKey: keys.list(list) });
      toast(t('ui:trash.gone'));
    },
    onError: showProblem,
  });
  const ask = async () => {
    const yes = await confirm({
      title: t('ui:trash.ask_good', { name }),
      text: t('ui:trash.ask_good_text'),
      yes: t('ui:trash.for_good'),
      danger: true,
    });
    if (yes) remove.mutate();
  };
  return (
    <>
      {isFor && (
        <Button
          danger
          icon={<Trash2 size={15} />}
          loading={remove.isPending}
          onClick={() => void ask()}
          style={{ marginTop: 12 }}
        >
          {t('ui:trash.for_good')}
        </Button>
      )}
      {typeof days === 'number' && days > 0 && (
        <p className="muted quiet-note">{t('ui:trash.kept_days', { days: Math.max(days, LEAST_DAYS) })}</p>
      )}
    </>
  );
}

/** Nothing goes by itself before. */
const LEAST_DAYS = 30;
