import { Link } from '@tanstack/react-router';
import { PencilLine } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoNote } from '@/demo';
import { openLog } from '@/interactions';
import { now, reachesOthers, stored, useFormat, useMay, useMe, withTexts } from '@/lib';
import { PageHeader } from '@/ui';
import { Chips } from '@/ui/Chips';
import { AccountRows } from './AccountRows';
import { DueTasks } from './DueTasks';
import './start.css';
import { useMyAccounts, type Whose } from './useMyAccounts';

const SecondStepBanner = lazy(
  withTexts(
    () => import('@/staff/second/SecondStepBanner').then((file) => ({ default: file.SecondStepBanner })),
    'staff',
  ),
);

/** Who leads comes back to the team every morning. */
const CHOSEN = stored<Whose>('guanxi.start.whose');

/** Where a day begins: what is due, whom one dealt with last, and who has not bought for longest. */
export function StartPage() {
  const { t } = useTranslation('start');
  const { locale } = useFormat();
  const { user, grants, second_step_due_at: due } = useMe();
  const seesAccounts = useMay('account', 'read');
  const seesTasks = useMay('task', 'read');
  const leads = reachesOthers(grants, 'account', 'read') || reachesOthers(grants, 'task', 'read');
  const [chosen, setChosen] = useState<Whose | null>(() => CHOSEN.read() ?? null);
  const accounts = useMyAccounts(seesAccounts, leads ? chosen : 'mine');
  const { whose } = accounts;
  const mayLog = useMay('interaction', 'create');
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  // The day of the person's own zone, written down as that day wherever the browser is.
  const today = day.format(new Date(`${now().format('YYYY-MM-DD')}T00:00:00Z`));
  return (
    <div className="page">
      <PageHeader
        title={t(`start:greeting.${partOfDay(now().hour())}`, { name: user.name })}
        sub={today}
        actions={
          mayLog && (
            <button type="button" className="state-button start-log" onClick={() => openLog({ form: 'log' })}>
              <PencilLine size={15} aria-hidden />
              {t('start:log')}
            </button>
          )
        }
      />
      <div className="page-body start-body">
        <div className="start-wide">
          <Suspense>{due && <SecondStepBanner due={due} />}</Suspense>
          <DemoNote empty={accounts.none} />
          {leads && (
            <Chips
              label={t('start:whose')}
              value={whose}
              onChange={(next) => {
                const asked = next === 'team' ? 'team' : 'mine';
                CHOSEN.write(asked);
                setChosen(asked);
              }}
              options={(['mine', 'team'] as const).map((value) => ({
                value,
                label: t(`start:whose.${value}`),
              }))}
            />
          )}
          {seesTasks && <DueTasks whose={whose} />}
        </div>
        {seesAccounts && <Accounts {...accounts} />}
      </div>
    </div>
  );
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

/** One's own customers, or all that one may see. */
function Accounts({ whose, recent, silent, ownsNone, none }: ReturnType<typeof useMyAccounts>) {
  const { t } = useTranslation('start');
  const mayKeep = useMay('parameter', 'change');
  // Those who keep the workspace are shown the first steps instead.
  if (none && mayKeep) return null;
  const mine = whose === 'mine';
  if (none || (mine && ownsNone))
    return (
      <p className="muted start-none start-wide">
        {t(none ? 'start:no_accounts' : 'start:no_own')}{' '}
        <Link to="/accounts" className="link">
          {t('start:to_accounts')}
        </Link>
      </p>
    );
  return (
    <>
      <AccountRows
        title={t(mine ? 'start:recent' : 'start:recent_all')}
        query={recent}
        sort="-last_contact_on"
        mine={mine}
        empty={t('start:recent_none')}
        fact="contact"
      />
      <AccountRows
        title={t(mine ? 'start:silent' : 'start:silent_all')}
        query={silent}
        sort="-days_silent"
        mine={mine}
        empty={t('start:silent_none')}
        fact="silence"
      />
    </>
  );
}
