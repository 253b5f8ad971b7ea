import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ContactRound, Flag, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { useLabels, useMay, useShowProblem } from '@/lib';
import { Avatar, Empty, ErrorState, Pill } from '@/ui';
import { More } from '@/ui/More';
import './contacts.css';
import { ReachButtons } from './ReachButtons';
import { useAccountContacts } from './useAccountContacts';
import { waysTo } from './ways';

/** The people of an account, with what each of them is there. */
export function ContactCards({ account }: { account: Ref }) {
  const { t } = useTranslation('contacts');
  const labels = useLabels('contacts');
  const mayCreate = useMay('contact', 'create');
  const mayChange = useMay('contact', 'change');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const query = useAccountContacts(account.id);
  const first = useMutation({
    mutationFn: (contact_id: string | null) =>
      api.put(`/accounts/${account.id}/first-to-call`, { contact_id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['under', account.id] }),
    onError: showProblem,
  });
  const add = mayCreate && (
    <Link to="/contacts/new" search={{ account: account.id } as never}>
      <Button icon={<Plus size={15} />}>{t('contacts:new')}</Button>
    </Link>
  );
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 120 }} />;
  if (query.people.length === 0) {
    return (
      <Empty
        icon={ContactRound}
        title={t('contacts:none_here')}
        text={t('contacts:none_text')}
        action={add}
      />
    );
  }
  return (
    <>
      <ul className="contact-cards">
        {query.people.map((contact) => {
          const place = contact.accounts.find((each) => each.account.id === account.id);
          return (
            <li key={contact.id}>
              <header>
                <Avatar name={contact.name} seed={contact.id} size={36} />
                <span className="contact-name">
                  <Link to="/contacts/$id" params={{ id: contact.id }} className="linkish clip">
                    <strong>{contact.name}</strong>
                  </Link>
                  <small className="clip">{place?.title}</small>
                </span>
                <ReachButtons contact={contact} all />
                {mayChange && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-pressed={place?.first_to_call ?? false}
                    aria-label={t('contacts:first.set', { name: contact.name })}
                    title={t('contacts:first.set', { name: contact.name })}
                    onClick={() => first.mutate(place?.first_to_call ? null : contact.id)}
                  >
                    <Flag size={15} aria-hidden fill={place?.first_to_call ? 'currentColor' : 'none'} />
                  </button>
                )}
              </header>
              {(place?.first_to_call || (place?.roles.length ?? 0) > 0) && (
                <p className="contact-roles">
                  {place?.first_to_call && <Pill tone="jade">{t('contacts:first.label')}</Pill>}
                  {place?.roles.map((role) => (
                    <Pill key={role} dot={false}>
                      {labels.choice('roles', role)}
                    </Pill>
                  ))}
                </p>
              )}
              <p className="contact-ways">
                {waysTo(contact).map(({ value, uses }) => (
                  <span key={value}>
                    {value} <small>{uses.map((use) => labels.field(use)).join(t('ui:comma'))}</small>
                  </span>
                ))}
              </p>
            </li>
          );
        })}
      </ul>
      <More query={query} />
      {add}
    </>
  );
}
