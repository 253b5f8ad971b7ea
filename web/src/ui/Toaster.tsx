import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dismiss, useToasts } from '@/lib';
import './small.css';

/** Short messages at the foot of the page, read out politely. Filled by `toast()` of lib. */
export function Toaster() {
  const { t } = useTranslation('ui');
  return (
    <div className="toasts" role="status" aria-live="polite">
      {useToasts().map(({ id, text, tone, action }) => (
        <div key={id} className={`toast ${tone}`}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              className="act"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" aria-label={t('ui:close')} onClick={() => dismiss(id)}>
            <X size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
