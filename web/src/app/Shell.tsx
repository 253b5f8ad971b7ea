import { useQueryClient } from '@tanstack/react-query';
import { CatchBoundary, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listen } from '@/api';
import { LogHost } from '@/interactions/LogHost';
import { isShown, onOtherEyes, showKinds, useIsPhone, useLocale, useMe, useShortcuts, useTheme } from '@/lib';
import { ErrorState } from '@/ui/ErrorState';
import { JobTray } from '@/ui/JobTray';
import { useOver } from '@/ui/over';
import { KINDS } from './kinds';
import { MENU, MENU_BELOW } from './menu';
import { OfflineBanner } from './OfflineBanner';
import { PaletteWait } from './PaletteWait';
import './shell.css';
import { Sidebar } from './Sidebar';

/** Only narrow screens have it. */
const BottomBar = lazy(() => import('./BottomBar').then((file) => ({ default: file.BottomBar })));
const ViewingBanner = lazy(() => import('./ViewingBanner').then((file) => ({ default: file.ViewingBanner })));
const Palette = lazy(() => import('./Palette').then((file) => ({ default: file.Palette })));
const ShortcutSheet = lazy(() => import('./ShortcutSheet').then((file) => ({ default: file.ShortcutSheet })));

showKinds(KINDS);

/** The frame of every signed-in page: menu, palette, live updates, jobs. */
export function Shell() {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { grants, viewing } = useMe();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [typed, setTyped] = useState('');
  useEffect(() => listen(client), [client]);
  useEffect(onOtherEyes, []);
  // What stands over a page goes with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another page is shown.
  useEffect(() => {
    setPalette(false);
    setSheet(false);
  }, [path]);
  useOver(() => setPalette(false), palette);
  useProfile();

  const group = t('app:shortcut.everywhere');
  const open = () => {
    setTyped('');
    setPalette(true);
  };
  useShortcuts([
    { keys: '$mod+k', label: t('app:shortcut.palette'), group, run: open, always: true },
    { keys: 'Shift+?', label: t('app:shortcut.help'), group, run: () => setSheet(true) },
    ...[...MENU, ...MENU_BELOW]
      .filter((entry) => isShown(entry, grants))
      .map((entry) => ({
        keys: `g ${entry.key}`,
        label: t(entry.label),
        group: t('app:shortcut.go'),
        run: () => void navigate({ to: entry.to }),
      })),
  ]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('app:skip')}
      </a>
      {!phone && <Sidebar onSearch={open} onHelp={() => setSheet(true)} />}
      <main id="main" className="sheet" tabIndex={-1}>
        {viewing && (
          <Suspense fallback={<div className="viewing" />}>
            <ViewingBanner viewing={viewing} />
          </Suspense>
        )}
        <OfflineBanner />
        <CatchBoundary
          getResetKey={() => path}
          errorComponent={({ error, reset }) => <ErrorState error={error} onRetry={reset} />}
        >
          <Outlet />
        </CatchBoundary>
      </main>
      {phone && (
        <Suspense fallback={<div className="bottom" />}>
          <BottomBar onSearch={open} />
        </Suspense>
      )}
      <JobTray />
      <LogHost />
      {palette && (
        <Suspense
          fallback={<PaletteWait typed={typed} onTyped={setTyped} onClose={() => setPalette(false)} />}
        >
          <Palette typed={typed} onTyped={setTyped} onClose={() => setPalette(false)} />
        </Suspense>
      )}
      <Suspense>{sheet && <ShortcutSheet onClose={() => setSheet(false)} />}</Suspense>
    </div>
  );
}

/** Language and theme follow the person from device to device. */
function useProfile() {
  const { user } = useMe();
  const { locale, setLocale } = useLocale();
  const { theme, setTheme } = useTheme();
  // Once per person: what is chosen on this page afterwards is saved to the profile by the menu itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (user.locale !== locale) void setLocale(user.locale);
    if (user.theme && user.theme !== theme) setTheme(user.theme);
  }, [user.id]);
}
