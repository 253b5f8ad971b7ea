import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Eye } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Me } from '@/api';
import { clockText, seeAnew, useMe, useShowProblem } from '@/lib';
import { useLeaving } from '@/ui/leave';

/** Whose eyes one sees with, until when, and the way back; on every page. */
export function ViewingBanner({ viewing }: { viewing: NonNullable<Me['viewing']> }) {
  const { t } = useTranslation('app');
  const { user } = useMe();
  const showProblem = useShowProblem();
  const leaving = useLeaving();
  const back = useMutation({
    mutationFn: () => leaving(() => api.remove('/viewing')),
    onSuccess: (hasLeft) => hasLeft && seeAnew(),
    onError: showProblem,
  });
  useEffect(() => {
    const left = new Date(viewing.until).getTime() - Date.now();
    const timer = setTimeout(seeAnew, Math.max(left, 0) + 1000);
    return () => clearTimeout(timer);
  }, [viewing.until]);
  return (
    <div className="viewing" role="status">
      <Eye size={15} aria-hidden />
      <span>{t('app:viewing', { name: user.name, time: clockText(viewing.until) })}</span>
      <Button size="small" loading={back.isPending} onClick={() => back.mutate()}>
        {t('app:viewing_end')}
      </Button>
    </div>
  );
}
