import { Button } from 'antd';
import { MailPlus, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { IconLink, RecordList } from '@/ui';

const UserPanel = lazy(() => import('./UserPanel').then((file) => ({ default: file.UserPanel })));

const InviteDialog = lazy(() => import('./InviteDialog').then((file) => ({ default: file.InviteDialog })));

/** The colleagues: invite, place, give roles, let go. */
export function UsersPage() {
  const { t } = useTranslation('staff');
  const mayInvite = useMay('user', 'create');
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <RecordList
        list="users"
        object="user"
        title={t('staff:settings.users')}
        quick={['active', 'last_seen_at']}
        actions={
          mayInvite && (
            <>
              <IconLink to="/users/invitations" icon={MailPlus} label={t('staff:invitations.title')} />
              <Button type="primary" icon={<UserPlus size={15} />} onClick={() => setInviting(true)}>
                {t('staff:invite.button')}
              </Button>
            </>
          )
        }
        builtInBulk={false}
        exportable={false}
        card={{ meta: ['email', 'org_unit'] }}
        panel={(row) => (
          <Suspense>
            <UserPanel id={row.id} />
          </Suspense>
        )}
      />
      <Suspense>{inviting && <InviteDialog onClose={() => setInviting(false)} />}</Suspense>
    </>
  );
}
