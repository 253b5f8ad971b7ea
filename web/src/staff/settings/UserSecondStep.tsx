import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm, ErrorState, Pill } from '@/ui';

/** Whether a colleague has a second step, and the way out when it is lost. */
export function UserSecondStep({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const queryKey = ['second-step', id];
  const query = useQuery({ queryKey, queryFn: () => api.get(`/users/${id}/second-step`) });
  const reset = useMutation({
    mutationFn: () => api.remove(`/users/${id}/second-step`),
    onSuccess: () => {
      toast(t('staff:second.was_reset'));
      return client.invalidateQueries({ queryKey });
    },
    onError: showProblem,
  });
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 72 }} />;
  const { authenticator_since, passkeys } = query.data;
  const isOn = authenticator_since !== null;
  const ask = async () => {
    const yes = await confirm({
      title: t('staff:second.reset_title', { name }),
      text: t('staff:second.reset_text'),
      yes: t('staff:second.reset'),
      danger: true,
    });
    if (yes) reset.mutate();
  };
  return (
    <>
      <p className="quiet-note">
        <Pill tone={isOn ? 'jade' : 'grey'}>{t(isOn ? 'staff:second.is_on' : 'staff:second.is_off')}</Pill>{' '}
        {passkeys > 0 && <Pill>{t('staff:second.passkeys', { count: passkeys })}</Pill>}
      </p>
      {(isOn || passkeys > 0) && (
        <Button loading={reset.isPending} onClick={() => void ask()}>
          {t('staff:second.reset')}
        </Button>
      )}
    </>
  );
}
