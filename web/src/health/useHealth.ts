import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Job } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { followJob } from '@/ui';

const KEY = ['health'];
const AGAIN_MS = 15_000;
/** While a backup is made. */
const SOON_MS = 2_000;

/** How the installation is, asked again and again. */
export function useHealth() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get('/health', undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.installation?.backups.job ? SOON_MS : AGAIN_MS),
  });
}

/** Makes a backup, or rehearses the restore of the newest. */
export function useBackupJob(what: 'backups' | 'rehearsals') {
  const { t } = useTranslation('health');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const told = ({ result }: Job) =>
    typeof result?.rows === 'number'
      ? t(`health:told.${what}`, { rows: format.number(result.rows) })
      : undefined;
  return useMutation({
    mutationFn: () => api.post(`/health/${what}`),
    onSuccess: ({ id }) => {
      followJob(id, t(`health:job.${what}`), () => void refresh(), told);
      return refresh();
    },
    onError: showProblem,
  });
}
