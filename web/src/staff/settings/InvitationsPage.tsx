import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link2, MailPlus, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useFormat, useMay, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, PageHeader, Pill } from '@/ui';
import type { Invitation } from './types';
import { useRoleName, useRoles } from './useRoles';
import './settings.css';

const InviteDialog = lazy(() => import('./InviteDialog').then((file) => ({ default: file.InviteDialog })));
const LinkDialog = lazy(() => import('./LinkDialog').then((file) => ({ default: file.LinkDialog })));

/** As a list of its own, so that what happens to invitations brings it up to date. */
const KEY = keys.list('invitations');

/** Who was invited and has not come yet. Only a digest of a link is kept: it is made anew, never shown again. */
export function InvitationsPage() {
  const { t } = useTranslation('staff');
  const mayInvite = useMay('user', 'create');
  const [inviting, setInviting] = useState(false);
  const query = useQuery({ queryKey: KEY, queryFn: () => api.get('/invitations') });
  const invite = mayInvite && (
    <Button type="primary" icon={<UserPlus size={15} />} onClick={() => setInviting(true)}>
      {t('staff:invite.button')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader title={t('staff:invitations.title')} sub={t('staff:invitations.text')} actions={invite} />
        <div className="page-body settings-body wide">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 56 }} />
          ) : query.data.length === 0 ? (
            <Empty
              icon={MailPlus}
              title={t('staff:invitations.none')}
              text={t('staff:invitations.none_text')}
            />
          ) : (
            <ul className="setting-rows">
              {query.data.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )}
        </div>
      </div>
      <Suspense>{inviting && <InviteDialog onClose={() => setInviting(false)} />}</Suspense>
    </>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const roles = useRoles();
  const roleName = useRoleName();
  const fresh = () => client.invalidateQueries({ queryKey: KEY });
  const renew = useMutation({
    mutationFn: () => api.post(`/invitations/${invitation.id}/renew`),
    onSuccess: fresh,
    onError: showProblem,
  });
  const withdraw = useMutation({
    mutationFn: () => api.remove(`/invitations/${invitation.id}`),
    onSuccess: () => {
      toast(t('staff:invitations.withdrawn'));
      return fresh();
    },
    onError: showProblem,
  });
  const drop = async () => {
    const yes = await confirm({
      title: t('staff:invitations.withdraw_title', { name: invitation.name }),
      text: t('staff:invitations.withdraw_text'),
      yes: t('staff:invitations.withdraw'),
      danger: true,
    });
    if (yes) withdraw.mutate();
  };
  const given = invitation.roles.map((role) =>
    roleName(roles.data?.find((each) => each.id === role.id) ?? role),
  );
  const facts = [
    given.join(t('ui:comma')),
    invitation.org_unit?.name,
    invitation.invited_by && t('staff:invitations.by', { name: invitation.invited_by.name }),
  ].filter(Boolean);
  return (
    <li className="invitation">
      <span className="setting-text">
        <span className="clip">
          {invitation.name} <span className="muted">{invitation.email}</span>
        </span>
        <small className="muted">{facts.join(' · ')}</small>
        <small className="muted">
          {t('staff:invitations.made', { date: format.date(invitation.created_at) })} ·{' '}
          {t(invitation.expired ? 'staff:invitations.ended' : 'staff:invitations.until', {
            date: format.date(invitation.expires_at),
          })}
        </small>
      </span>
      {invitation.expired && <Pill tone="amber">{t('staff:invitations.expired')}</Pill>}
      <span className="invitation-actions">
        <Button
          size="small"
          icon={<Link2 size={14} />}
          loading={renew.isPending}
          onClick={() => renew.mutate()}
        >
          {t('staff:invitations.renew')}
        </Button>
        <Button size="small" onClick={() => void drop()}>
          {t('staff:invitations.withdraw')}
        </Button>
      </span>
      <Suspense>
        {renew.data && (
          <LinkDialog
            title={t('staff:invite.link')}
            link={renew.data.link}
            note={t('staff:invitations.renewed', { date: format.date(renew.data.expires_at) })}
            onClose={() => renew.reset()}
          />
        )}
      </Suspense>
    </li>
  );
}
