import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Locale, type Me, type Theme } from '@/api';
import { forget, LOCALES, useLocale, useMe, useShowProblem, useTheme } from '@/lib';
import { Avatar } from '@/ui/Avatar';
import { useLeaving } from '@/ui/leave';
import { Menu } from '@/ui/Menu';

const THEMES: { value: Theme; icon: typeof Sun }[] = [
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
  { value: 'system', icon: Monitor },
];

/** The person's own menu: look, language, sign out. */
export function UserMenu() {
  const { t } = useTranslation('app');
  const { user, viewing } = useMe();
  const { locale, setLocale } = useLocale();
  const { theme, setTheme } = useTheme();
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const change = useMutation({
    mutationFn: (patch: Partial<Me['user']>) => api.patch('/me', patch),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
    onError: showProblem,
  });
  const leaving = useLeaving();
  const leave = useMutation({
    // Whoever looks as a colleague stops that first: it is their own session that ends.
    mutationFn: () =>
      leaving(async () => {
        if (viewing) await api.remove('/viewing');
        await api.remove('/sessions/current');
      }),
    onSuccess: async (hasLeft) => {
      if (!hasLeft) return;
      await navigate({ to: '/login' });
      forget(client);
    },
    onError: showProblem,
  });
  // What somebody likes who is only looked as stays as it is.
  const keep = (patch: Partial<Me['user']>) => {
    if (!viewing) change.mutate(patch);
  };
  const pickTheme = (next: Theme) => {
    setTheme(next);
    keep({ theme: next });
  };
  const pickLocale = (next: Locale) => {
    void setLocale(next);
    keep({ locale: next });
  };
  return (
    <Menu
      label={t('app:me', { name: user.name })}
      placement="topLeft"
      items={[
        { key: 'theme', heading: t('app:theme.label') },
        ...THEMES.map(({ value, icon: Icon }) => ({
          key: `theme.${value}`,
          label: t(`app:theme.${value}`),
          icon: <Icon size={15} aria-hidden />,
          checked: theme === value,
          onClick: () => pickTheme(value),
        })),
        { key: 'locale', heading: t('app:language') },
        ...LOCALES.map(({ value, label, lang }) => ({
          key: `locale.${value}`,
          label: <span lang={lang}>{label}</span>,
          checked: locale === value,
          onClick: () => pickLocale(value),
        })),
        { key: 'account', heading: user.email },
        {
          key: 'leave',
          label: t('app:sign_out'),
          icon: <LogOut size={15} aria-hidden />,
          onClick: () => leave.mutate(),
        },
      ]}
    >
      <button type="button" className="me" aria-label={t('app:me', { name: user.name })}>
        <Avatar name={user.name} seed={user.id} size={24} />
        <span className="clip">{user.name}</span>
        <ChevronsUpDown size={13} aria-hidden />
      </button>
    </Menu>
  );
}
