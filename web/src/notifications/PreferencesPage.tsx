import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import dayjs from 'dayjs';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { toast, useMe, useShowProblem } from '@/lib';
import { ErrorState, PageHeader, Section } from '@/ui';
import './preferences.css';

const ClockInput = lazy(() => import('@/ui/ClockInput').then((file) => ({ default: file.ClockInput })));

type Preferences = Schema<'NotificationPreferences'>;
type Choices = Schema<'NotificationChoices'>;

const KEY = ['notification-preferences'] as const;
/** A time of day is held by the clock on a day, whichever. */
const ANY_DAY = '2026-01-01';
/** What a quiet time begins as: from when most have gone home until they are on their way. */
const NIGHT = { from: '22:00', until: '07:30' };
const FOLLOWS = ['owned', 'discussed', 'made'] as const;

function choicesOf({ kinds, quiet, follows }: Preferences): Choices {
  return { off: kinds.filter((kind) => !kind.told).map((kind) => kind.key), quiet, follows };
}

/** What one is told, when one wants quiet, and what one follows by itself. Each choice is kept at once. */
export function PreferencesPage() {
  const { t } = useTranslation('notifications');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const { workspace } = useMe();
  const query = useQuery({ queryKey: KEY, queryFn: () => api.get('/me/notifications') });
  const save = useMutation({
    mutationFn: (choices: Choices) => api.put('/me/notifications', choices),
    onSuccess: (now) => {
      client.setQueryData(KEY, now);
      toast(t('ui:saved'));
    },
    onError: showProblem,
  });
  const present = query.data;
  const choose = (change: Partial<Choices>) => {
    if (present) save.mutate({ ...choicesOf(present), ...change });
  };
  const tell = (key: string, told: boolean) => {
    if (!present) return;
    const { off } = choicesOf(present);
    choose({ off: told ? off.filter((each) => each !== key) : [...off, key] });
  };
  const quiet = present?.quiet;
  return (
    <div className="page">
      <PageHeader title={t('notifications:menu')} />
      <div className="page-body settings-body preferences" aria-busy={query.isPending}>
        {query.isError && !present ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !present ? (
          <i className="bone" style={{ height: 480 }} />
        ) : (
          <>
            <Section title={t('notifications:what')}>
              <ul>
                {present.kinds.map(({ key, told, may_switch }) => (
                  <Choice
                    key={key}
                    label={t(`notifications:kind.${key}`)}
                    hint={t(`notifications:kind_hint.${key}`)}
                    aside={!may_switch && t('notifications:always')}
                    on={told}
                    fixed={!may_switch || save.isPending}
                    onChange={(next) => tell(key, next)}
                  />
                ))}
              </ul>
            </Section>
            <Section title={t('notifications:quiet')}>
              <ul>
                <Choice
                  label={t('notifications:quiet_on')}
                  hint={t('notifications:quiet_hint')}
                  on={Boolean(quiet)}
                  fixed={save.isPending}
                  onChange={(next) => choose({ quiet: next ? NIGHT : null })}
                />
              </ul>
              {quiet && (
                <>
                  <div className="quiet-times">
                    {(['from', 'until'] as const).map((end) => (
                      <div key={end} className="quiet-time">
                        <span aria-hidden>{t(`notifications:${end}`)}</span>
                        <Suspense fallback={<i className="bone" style={{ height: 32 }} />}>
                          <ClockInput
                            timeOnly
                            aria-label={t(`notifications:${end}`)}
                            value={dayjs(`${ANY_DAY}T${quiet[end]}`)}
                            onChange={(next) =>
                              next && choose({ quiet: { ...quiet, [end]: next.format('HH:mm') } })
                            }
                          />
                        </Suspense>
                      </div>
                    ))}
                  </div>
                  <p className="muted">{t('notifications:zone', { zone: workspace.time_zone })}</p>
                </>
              )}
            </Section>
            <Section title={t('notifications:follows')}>
              <ul>
                {FOLLOWS.map((key) => (
                  <Choice
                    key={key}
                    label={t(`notifications:${key}`)}
                    on={present.follows[key]}
                    fixed={save.isPending}
                    onChange={(next) => choose({ follows: { ...present.follows, [key]: next } })}
                  />
                ))}
              </ul>
              <p className="muted">{t('notifications:follows_hint')}</p>
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

type ChoiceProps = {
  label: string;
  hint?: string;
  aside?: ReactNode;
  on: boolean;
  fixed: boolean;
  onChange: (on: boolean) => void;
};

function Choice({ label, hint, aside, on, fixed, onChange }: ChoiceProps) {
  return (
    <li>
      <span className="choice-text">
        <span>{label}</span>
        {hint && <span className="muted">{hint}</span>}
      </span>
      {aside && <span className="muted">{aside}</span>}
      <Switch aria-label={label} checked={on} disabled={fixed} onChange={onChange} />
    </li>
  );
}
