import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import type { Locale as AntdLocale } from 'antd/es/locale';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Locale, newQueryClient, type Theme, whenSignedOut } from '@/api';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import { useIsPhone, useMedia } from '@/lib/media';
import { applyDark, DARK_MEDIA, rememberedTheme, ThemeContext } from '@/lib/theme';
import { ConfirmHost } from '@/ui/confirm';
import { ConflictHost } from '@/ui/conflict';
import { ICONS } from '@/ui/icons';
import { watchOver } from '@/ui/over';
import { Toaster } from '@/ui/Toaster';
import { antdTheme } from '@/ui/theme';
import { newRouter } from './router';
import { signInAgain } from './signInAgain';

const client = newQueryClient();
const router = newRouter(client);
watchOver(router.history);

whenSignedOut(() => {
  const here = router.state.location;
  if (/^\/(login|setup|invitations\/.*|password-resets\/.*)$/.test(here.pathname)) return;
  void signInAgain(router, client, here.href);
});

/** Everything the pages stand on: server state, language, theme, widget library, router. */
export function App({ first }: { first: { locale: Locale; antd: AntdLocale } }) {
  const [texts, setTexts] = useState(first);
  const [theme, setThemeState] = useState<Theme>(() => rememberedTheme.read() ?? 'system');
  const phone = useIsPhone();
  const night = useMedia(DARK_MEDIA);
  const dark = theme === 'dark' || (theme === 'system' && night);

  useEffect(() => applyDark(dark), [dark]);

  const setLocale = useCallback(async (locale: Locale) => {
    const antd = await loadLocale(locale);
    setTexts({ locale, antd });
  }, []);
  const setTheme = useCallback((next: Theme) => {
    rememberedTheme.write(next);
    setThemeState(next);
  }, []);

  const localeState = useMemo(() => ({ ...texts, setLocale }), [texts, setLocale]);
  const themeState = useMemo(() => ({ theme, dark, setTheme }), [theme, dark, setTheme]);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const tokens = useMemo(() => antdTheme(dark, phone, still), [dark, phone, still]);

  return (
    <QueryClientProvider client={client}>
      <LocaleContext value={localeState}>
        <ThemeContext value={themeState}>
          <ConfigProvider theme={tokens} locale={texts.antd} {...ICONS} wave={{ disabled: true }}>
            <RouterProvider router={router} />
            <Toaster />
            <ConfirmHost />
            <ConflictHost />
          </ConfigProvider>
        </ThemeContext>
      </LocaleContext>
    </QueryClientProvider>
  );
}
