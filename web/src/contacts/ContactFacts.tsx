import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFieldAccess, useFormat, useLabels } from '@/lib';
import { KeyValue } from '@/ui';
import type { Contact } from './types';
import { useBirthday } from './useBirthday';
import { hrefOf, WAYS, waysTo } from './ways';

/** What is known of a person. */
export function ContactFacts({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contacts');
  const labels = useLabels('contacts');
  const birthday = useBirthday();
  const format = useFormat();
  const access = useFieldAccess('contact');
  const isShown = ({ key }: { key: string }) => access(key) !== 'hidden';
  const plain = (key: string, value: React.ReactNode) => ({ key, label: labels.field(key), value });
  const choice = (key: 'gender' | 'preferred_channel') =>
    plain(key, contact[key] ? labels.choice(key, contact[key] ?? '') : undefined);
  return (
    <KeyValue
      items={[
        ...waysTo(contact).map((way) => {
          const href = hrefOf(way);
          return {
            key: way.uses.join(),
            label: way.uses.map((use) => labels.field(use)).join(t('ui:comma')),
            value: href ? (
              <a className="link" href={href}>
                {way.value}
              </a>
            ) : (
              way.value
            ),
          };
        }),
        ...WAYS.filter((use) => !contact[use]).map((use) => plain(use, undefined)),
        choice('preferred_channel'),
        choice('gender'),
        plain('birthday', contact.birthday ? birthday(contact.birthday) : undefined),
        ...(contact.birthday?.calendar === 'lunar' && contact.next_birthday_on
          ? [plain('next_birthday_on', format.date(contact.next_birthday_on))]
          : []),
        plain('language', contact.language),
        ...(contact.is_consumer ? [plain('is_consumer', t('ui:yes'))] : []),
        ...(contact.guardian
          ? [
              plain(
                'guardian',
                <Link to="/contacts/$id" params={{ id: contact.guardian.id }} className="link">
                  {contact.guardian.name}
                </Link>,
              ),
            ]
          : []),
        ...(contact.wards.length > 0
          ? [
              plain(
                'wards',
                contact.wards.map((ref, index) => (
                  <span key={ref.id}>
                    {index > 0 && t('ui:comma')}
                    <Link to="/contacts/$id" params={{ id: ref.id }} className="link">
                      {ref.name}
                    </Link>
                  </span>
                )),
              ),
            ]
          : []),
        plain('owner', contact.owner?.name),
        ...(contact.tags.length > 0
          ? [
              plain(
                'tags',
                <span className="contact-roles">
                  {contact.tags.map((tag) => (
                    <span key={tag} className="tag">
                      {tag}
                    </span>
                  ))}
                </span>,
              ),
            ]
          : []),
        plain('remark', contact.remark),
      ].filter(isShown)}
    />
  );
}
