import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Building2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useProblemText } from '@/lib';
import './providers.css';

/** What stands behind the `#` of the page: the provider whose link was opened, or what went wrong on the way back. */
function said(name: string): string | undefined {
  return new URLSearchParams(window.location.hash.slice(1)).get(name) ?? undefined;
}

/** The other houses by which one may sign in, and what went wrong on the way back from one. */
export function ProviderButtons({ next }: { next?: string }) {
  const { t } = useTranslation('staff');
  const problemText = useProblemText();
  const [provider, problem] = [said('provider'), said('problem')];
  const offered = useQuery({
    queryKey: ['offered-providers', provider],
    queryFn: () => api.get('/sign-in/providers', { provider }, { redirect: false }),
  });
  const leave = useMutation({
    mutationFn: (id: string) => api.post(`/sign-in/providers/${id}`, { next }, { redirect: false }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const failure = leave.error
    ? problemText(leave.error)
    : problem && t([`staff:provider.outcome.${problem}`, 'staff:provider.outcome.other']);
  return (
    <div className="provider-buttons">
      {failure && (
        <p className="entry-failure" role="alert">
          {failure}
        </p>
      )}
      {offered.data?.map(({ id, name }) => (
        <Button
          key={id}
          size="large"
          block
          icon={<Building2 size={16} aria-hidden />}
          loading={leave.isPending && leave.variables === id}
          onClick={() => leave.mutate(id)}
        >
          {t('staff:provider.by', { name })}
        </Button>
      ))}
    </div>
  );
}
