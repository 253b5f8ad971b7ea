import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api';
import { openLog } from '@/interactions';
import { useMay } from '@/lib';
import { ErrorState, Section } from '@/ui';
import { ContactFacts } from './ContactFacts';
import { ContactPlaces } from './ContactPlaces';
import './contacts.css';
import { OwnLines } from './fieldParts';
import { ReachButtons } from './ReachButtons';
import type { Contact } from './types';

/** A person beside the list. */
export function ContactPanel({ id }: { id: string }) {
  const { t } = useTranslation('contacts');
  const mayLog = useMay('interaction', 'create');
  const query = useRecord<Contact>('contacts', id);
  const contact = query.data;
  if (query.error && !contact) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!contact) return <i className="bone" style={{ height: 160, marginTop: 12 }} />;
  const home = contact.accounts.find((place) => place.is_primary) ?? contact.accounts[0];
  return (
    <>
      <div className="contact-actions">
        <Link to="/contacts/$id" params={{ id: id }}>
          <Button type="primary">{t('contacts:open')}</Button>
        </Link>
        {mayLog && home && (
          <Button
            onClick={() =>
              openLog({ form: 'log', account: home.account, contact: { id, name: contact.name } })
            }
          >
            {t('contacts:log')}
          </Button>
        )}
        <ReachButtons contact={contact} all />
      </div>
      <Section title={t('contacts:places')}>
        <ContactPlaces places={contact.accounts} />
      </Section>
      <Section title={t('contacts:facts')}>
        <ContactFacts contact={contact} />
      </Section>
      <Suspense>
        <OwnLines list="contacts" record={contact} />
      </Suspense>
    </>
  );
}
