import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { withTexts } from '@/lib';
import { closeLog, useLog } from './log';

const drawer = withTexts(() => import('./LogDrawer'), 'interactions');
const LogDrawer = lazy(() => drawer().then((file) => ({ default: file.LogDrawer })));

/** Mounted once by the shell: shows what `openLog` asks for, on the page on which it was asked for. */
export function LogHost() {
  const log = useLog();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another page is shown.
  useEffect(() => closeLog, [path]);
  return (
    <Suspense>
      {log && <LogDrawer key={`${log.form}${log.account?.id}${log.record?.id}`} log={log} />}
    </Suspense>
  );
}
