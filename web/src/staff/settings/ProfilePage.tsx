import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/lib';
import { Avatar, PageHeader } from '@/ui';
import './settings.css';

const ProfileForm = lazy(() => import('./ProfileForm').then((file) => ({ default: file.ProfileForm })));

/** One's own name, language, look and time zone. */
export function ProfilePage() {
  const { t } = useTranslation('staff');
  const { user } = useMe();
  return (
    <div className="page">
      <PageHeader title={t('staff:settings.profile')} />
      <div className="page-body settings-body">
        <p className="profile-head">
          <Avatar name={user.name} seed={user.id} size={48} />
          <span>
            <strong>{user.name}</strong>
            <span className="muted">{user.email}</span>
          </span>
        </p>
        <Suspense fallback={<i className="bone" style={{ height: 320 }} />}>
          <ProfileForm />
        </Suspense>
      </div>
    </div>
  );
}
