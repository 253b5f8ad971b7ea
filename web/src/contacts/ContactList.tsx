import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { ContactRound, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollowMany } from '@/follows';
import { useMay } from '@/lib';
import { Empty, IconLink, RecordList } from '@/ui';

const ContactPanel = lazy(() => import('./ContactPanel').then((file) => ({ default: file.ContactPanel })));

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The people at the customers. */
export function ContactList() {
  const { t } = useTranslation('contacts');
  const mayCreate = useMay('contact', 'create');
  const navigate = useNavigate();
  const mayRemove = useMay('contact', 'remove');
  const follow = useFollowMany('contacts');
  const add = mayCreate && (
    <Link to="/contacts/new">
      <Button type="primary" icon={<Plus size={15} />}>
        {t('contacts:new')}
      </Button>
    </Link>
  );
  return (
    <RecordList
      list="contacts"
      object="contact"
      title={t('contacts:menu')}
      onCreate={mayCreate ? () => void navigate({ to: '/contacts/new' }) : undefined}
      actions={
        <>
          {mayRemove && <IconLink to="/contacts/trash" icon={Trash2} label={t('ui:trash.title')} />}
          {add}
        </>
      }
      quick={[
        'followed',
        'account',
        'owner',
        'tags',
        'preferred_channel',
        { key: 'birthday_month', values: MONTHS },
        'is_consumer',
      ]}
      tones={{}}
      card={{ value: 'mobile', meta: ['account', 'owner'] }}
      href={(row) => `/contacts/${row.id}`}
      panel={(row) => (
        <Suspense>
          <ContactPanel id={row.id} />
        </Suspense>
      )}
      bulk={follow}
      bulkFields={['owner', 'tags']}
      empty={
        <Empty icon={ContactRound} title={t('contacts:empty')} text={t('contacts:none_text')} action={add} />
      }
    />
  );
}
