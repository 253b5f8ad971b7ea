import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Form, Input, Spin } from 'antd';
import { MailX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, Problem } from '@/api';
import { Empty, ErrorState } from '@/ui';
import { Entry } from './Entry';
import { PasswordFields } from './PasswordFields';
import { useEntryForm } from './useEntryForm';

type Invitation = { name: string; email: string; workspace_name?: string; expires_at: string };
type Values = { name: string; password: string; again: string };

export function InvitationPage() {
  const { t } = useTranslation('staff');
  const { token } = useParams({ from: '/invitations/$token' });
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.get(`/invited/${token}`, undefined, { redirect: false }),
  });
  const { error, data } = invitation;
  if (error instanceof Problem && (error.status === 404 || error.status === 410)) {
    return (
      <Entry title={t('staff:invitation.title')}>
        <Empty
          icon={MailX}
          title={t('staff:invitation.gone')}
          text={t('staff:invitation.gone_text')}
          action={
            <Link to="/login" className="link">
              {t('staff:login.button')}
            </Link>
          }
        />
      </Entry>
    );
  }
  return (
    <Entry
      title={t('staff:invitation.title')}
      text={data && t('staff:invitation.text', { workspace: data.workspace_name ?? t('app:product') })}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void invitation.refetch()} />
      ) : data ? (
        <AcceptForm token={token} invitation={data} />
      ) : (
        <Spin />
      )}
    </Entry>
  );
}

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { busy, failure, bind } = useEntryForm<Values>(async ({ name, password }) => {
    await api.post(`/invited/${token}/accept`, { name, password }, { redirect: false });
    client.removeQueries({ queryKey: keys.me });
    await navigate({ to: '/' });
  });
  return (
    <Form<Values> {...bind} initialValues={{ name: invitation.name }}>
      {failure && (
        <p className="entry-failure" role="alert">
          {failure}
        </p>
      )}
      <Form.Item label={t('staff:email')} htmlFor="invited-email">
        <Input id="invited-email" value={invitation.email} autoComplete="username" readOnly />
      </Form.Item>
      <Form.Item name="name" label={t('staff:name')} rules={[{ required: true, message: t('ui:required') }]}>
        <Input autoComplete="name" autoFocus />
      </Form.Item>
      <PasswordFields />
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('staff:invitation.button')}
      </Button>
    </Form>
  );
}
