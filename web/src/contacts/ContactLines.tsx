import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useLabels, useMay } from '@/lib';
import { Avatar, ErrorLine, Section } from '@/ui';
import './contacts.css';
import { ReachButtons } from './ReachButtons';
import { useAccountContacts } from './useAccountContacts';

/** The people of an account in a narrow column, each a press away from a call. */
export function ContactLines({ account, limit }: { account: Ref; limit: number }) {
  const { t } = useTranslation('contacts');
  const labels = useLabels('contacts');
  const mayRead = useMay('contact', 'read');
  const mayCreate = useMay('contact', 'create');
  const query = useAccountContacts(account.id, mayRead);
  if (!mayRead) return null;
  const { people } = query;
  return (
    <Section
      title={t('contacts:key')}
      action={
        mayCreate && (
          <Link
            to="/contacts/new"
            search={{ account: account.id } as never}
            className="icon-button"
            aria-label={t('contacts:new')}
            title={t('contacts:new')}
          >
            <Plus size={16} aria-hidden />
          </Link>
        )
      }
    >
      {query.isError && people.length === 0 ? (
        <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isLoading ? (
        <i className="bone" style={{ height: 44 }} />
      ) : people.length === 0 ? (
        <p className="muted quiet">{t('contacts:none_here')}</p>
      ) : (
        <ul className="contact-lines">
          {people.slice(0, limit).map((contact) => {
            const place = contact.accounts.find((each) => each.account.id === account.id);
            const role =
              place?.title || place?.roles.map((each) => labels.choice('roles', each)).join(t('ui:comma'));
            return (
              <li key={contact.id}>
                <Link to="/contacts/$id" params={{ id: contact.id }} className="contact-line linkish">
                  <Avatar name={contact.name} seed={contact.id} size={30} />
                  <span className="contact-name">
                    <span className="clip">{contact.name}</span>
                    <small className="clip">{role || contact.mobile || contact.phone}</small>
                  </span>
                </Link>
                <ReachButtons contact={contact} />
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
