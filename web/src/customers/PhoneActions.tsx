import { MapPin, NotebookPen, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openLog } from '@/interactions';
import { useMay } from '@/lib';
import type { Account } from './types';

/** What a thumb does at a customer's door: call, visit, write down. */
export function PhoneActions({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const mayLog = useMay('interaction', 'create');
  const ref = { id: account.id, name: account.name };
  if (!mayLog && !account.phone) return null;
  return (
    <div className="phone-actions" role="toolbar" aria-label={t('customers:actions')}>
      {account.phone && (
        <a href={`tel:${account.phone}`}>
          <Phone size={18} aria-hidden />
          {t('customers:phone.call')}
        </a>
      )}
      {mayLog && (
        <>
          <button type="button" onClick={() => openLog({ form: 'visit', account: ref })}>
            <MapPin size={18} aria-hidden />
            {t('customers:phone.visit')}
          </button>
          <button type="button" className="main" onClick={() => openLog({ form: 'log', account: ref })}>
            <NotebookPen size={18} aria-hidden />
            {t('customers:phone.log')}
          </button>
        </>
      )}
    </div>
  );
}
