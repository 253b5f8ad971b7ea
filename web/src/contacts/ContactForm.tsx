import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type Row, useRecord } from '@/api';
import { Avatar, ErrorState, PageHeader } from '@/ui';
import './contacts.css';
import { loadFields } from './fieldParts';
import { loadDuplicates } from './loadDuplicates';
import type { Contact } from './types';

const ContactFields = lazy(async () => {
  // What stands beneath the fields comes beside them, not after them.
  const [file] = await Promise.all([import('./ContactFields'), loadDuplicates(), loadFields()]);
  return { default: file.ContactFields };
});

/** Makes or changes a person. */
export function ContactForm() {
  const { t } = useTranslation('contacts');
  const { id } = useParams({ strict: false }) as { id?: string };
  const { account } = useSearch({ strict: false }) as { account?: string };
  const query = useRecord<Contact>('contacts', id);
  const home = useRecord<Row & { name: string }>('accounts', id ? undefined : account);
  const contact = query.data;
  if (query.error && !contact) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const waiting = (id && !contact) || (!id && account && home.isPending);
  const bones = <i className="bone" style={{ height: 320 }} />;
  return (
    <div className="page">
      <PageHeader
        title={contact?.name ?? t('contacts:new')}
        lead={contact && <Avatar name={contact.name} seed={contact.id} size={36} />}
        sub={id ? t('contacts:edit') : undefined}
      />
      <div className="page-body">
        <div className="contact-form">
          {waiting ? (
            bones
          ) : (
            <Suspense fallback={bones}>
              <ContactFields
                key={id ?? 'new'}
                contact={contact}
                home={home.data && { id: home.data.id, name: home.data.name }}
              />
            </Suspense>
          )}
        </div>
      </div>
    </div>
  );
}
