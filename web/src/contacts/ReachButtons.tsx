import { Copy, Mail, MessageCircle, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copy, isMasked, toast } from '@/lib';
import type { Contact } from './types';

/** Call, copy the WeChat id, write: what one does with a person. */
export function ReachButtons({ contact, all = false }: { contact: Contact; all?: boolean }) {
  const { t } = useTranslation('contacts');
  const [number, wechat, email] = [contact.mobile ?? contact.phone, contact.wechat, contact.email].map(
    (way) => (isMasked(way) ? undefined : way),
  );
  const copied = async (text: string) => {
    const done = await copy(text);
    toast(done ? t('contacts:copied', { text }) : text);
  };
  return (
    <span className="reach">
      {number && (
        <a
          href={`tel:${number}`}
          className="icon-button"
          aria-label={t('contacts:call', { name: contact.name })}
          title={number}
        >
          <Phone size={15} aria-hidden />
        </a>
      )}
      {wechat && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('contacts:copy_wechat', { name: contact.name })}
          title={wechat}
          onClick={() => void copied(wechat)}
        >
          <MessageCircle size={15} aria-hidden />
        </button>
      )}
      {all && email && (
        <a
          href={`mailto:${email}`}
          className="icon-button"
          aria-label={t('contacts:write', { name: contact.name })}
          title={email}
        >
          <Mail size={15} aria-hidden />
        </a>
      )}
      {number && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('contacts:copy_number', { name: contact.name })}
          title={t('contacts:copy_number', { name: contact.name })}
          onClick={() => void copied(number)}
        >
          <Copy size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}
