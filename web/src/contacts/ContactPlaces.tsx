import { Link } from '@tanstack/react-router';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import { Avatar, Pill } from '@/ui';
import './contacts.css';
import type { Place } from './types';

/** Where a person works or buys, and what it is there. */
export function ContactPlaces({ places }: { places: Place[] }) {
  const { t } = useTranslation('contacts');
  const labels = useLabels('contacts');
  if (places.length === 0) return <p className="muted quiet">{t('contacts:places_none')}</p>;
  return (
    <ul className="contact-lines">
      {places.map((place) => (
        <li key={place.account.id}>
          <Link to="/accounts/$id" params={{ id: place.account.id }} className="contact-line linkish">
            <Avatar name={place.account.name} seed={place.account.id} list="accounts" size={30} />
            <span className="contact-name">
              <span className="clip">
                {place.account.name}
                {place.is_primary && (
                  <Star size={12} className="primary-star" aria-label={t('contacts:primary')} />
                )}
              </span>
              {place.title && <small className="clip">{place.title}</small>}
            </span>
          </Link>
          <span className="contact-roles">
            {place.roles.map((role) => (
              <Pill key={role} dot={false}>
                {labels.choice('roles', role)}
              </Pill>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
