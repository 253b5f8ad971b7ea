import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Pencil, Plus, Users, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Schema } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { Avatar, ErrorLine, Section } from '@/ui';
import './team.css';

const MemberDialog = lazy(() => import('./MemberDialog').then((file) => ({ default: file.MemberDialog })));

type Member = Schema<'AccountMember'>;

/** Whose a customer is, and who else works with it: people with what they do for it, and units that see it. */
export function AccountTeam({ account }: { account: Ref }) {
  const { t } = useTranslation('team');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [asked, setAsked] = useState<Member | 'new' | null>(null);
  const key = keys.under(account.id, 'team');
  const query = useQuery({ queryKey: key, queryFn: () => api.get(`/accounts/${account.id}/team`) });
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const remove = useMutation({
    mutationFn: (member: Member) => api.remove(`/account-team/${member.id}`),
    onSuccess: (_, member) => {
      toast(t('team:removed', { name: nameOf(member) }));
      refresh();
    },
    onError: showProblem,
  });
  const team = query.data;
  return (
    <Section
      title={t('team:title')}
      action={
        team?.may_share && (
          <Button size="small" icon={<Plus size={14} />} onClick={() => setAsked('new')}>
            {t('team:add')}
          </Button>
        )
      }
    >
      {query.error && !team ? (
        <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
      ) : !team ? (
        <i className="bone" style={{ height: 44 }} />
      ) : (
        <ul className="team">
          <li>
            {team.owner ? (
              <Avatar name={team.owner.name} seed={team.owner.id} list="users" size={28} />
            ) : (
              <span className="team-unit" aria-hidden />
            )}
            <span className="team-who">
              <strong className="clip">{team.owner?.name ?? t('team:nobody')}</strong>
              <span className="muted">{t('team:owner')}</span>
            </span>
          </li>
          {team.items.map((member) => (
            <li key={member.id}>
              {member.user ? (
                <Avatar name={member.user.name} seed={member.user.id} list="users" size={28} />
              ) : (
                <span className="team-unit" aria-hidden>
                  <Users size={15} />
                </span>
              )}
              <MemberText member={member} />
              {team.may_share && (
                <span className="team-actions">
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t('team:change_of', { name: nameOf(member) })}
                    onClick={() => setAsked(member)}
                  >
                    <Pencil size={15} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t('team:remove_of', { name: nameOf(member) })}
                    disabled={remove.isPending}
                    onClick={() => remove.mutate(member)}
                  >
                    <X size={15} aria-hidden />
                  </button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {asked && (
          <MemberDialog
            account={account}
            member={asked === 'new' ? undefined : asked}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              refresh();
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}

/** The colleague or the unit. */
export function nameOf({ user, org_unit }: Member): string {
  return user?.name ?? org_unit?.name ?? '';
}

function MemberText({ member }: { member: Member }) {
  const { t } = useTranslation('team');
  const format = useFormat();
  const { role, may_change, until } = member;
  const facts = [
    role ? t(`team:role.${role}`) : t('team:unit'),
    t(may_change ? 'team:may_change' : 'team:may_look'),
    ...(until ? [t('team:until_day', { day: format.date(until) })] : []),
  ];
  return (
    <span className="team-who">
      <span className="clip">{nameOf(member)}</span>
      <span className="muted">{facts.join(' · ')}</span>
    </span>
  );
}
