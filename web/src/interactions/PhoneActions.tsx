import { MapPin, NotebookPen, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { isMasked, useMay } from '@/lib';
import { openLog } from './log';
import './phone.css';

type Props = {
  number?: string | null;
  /** Where it is visited and what is written down belongs; a person may be at no customer. */
  account?: Ref;
  contact?: Ref;
};

/** What a thumb does at a customer's door: call, visit, write down. */
export function PhoneActions({ number, account, contact }: Props) {
  const { t } = useTranslation('interactions');
  const mayLog = useMay('interaction', 'create') && account !== undefined;
  const dialled = isMasked(number) ? undefined : number;
  if (!mayLog && !dialled) return null;
  return (
    <div className="phone-actions" role="toolbar" aria-label={t('interactions:thumb.label')}>
      {dialled && (
        <a href={`tel:${dialled}`}>
          <Phone size={18} aria-hidden />
          {t('interactions:thumb.call')}
        </a>
      )}
      {mayLog && (
        <>
          <button type="button" onClick={() => openLog({ form: 'visit', account, contact })}>
            <MapPin size={18} aria-hidden />
            {t('interactions:thumb.visit')}
          </button>
          <button type="button" className="main" onClick={() => openLog({ form: 'log', account, contact })}>
            <NotebookPen size={18} aria-hidden />
            {t('interactions:thumb.log')}
          </button>
        </>
      )}
    </div>
  );
}
