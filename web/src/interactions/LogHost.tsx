import { lazy, Suspense } from 'react';
import { withTexts } from '@/lib';
import { useLog } from './log';

const drawer = withTexts(() => import('./LogDrawer'), 'interactions');
const LogDrawer = lazy(() => drawer().then((file) => ({ default: file.LogDrawer })));

/** Mounted once by the shell: shows what `openLog` asks for. */
export function LogHost() {
  const log = useLog();
  return (
    <Suspense>
      {log && <LogDrawer key={`${log.form}${log.account?.id}${log.record?.id}`} log={log} />}
    </Suspense>
  );
}
