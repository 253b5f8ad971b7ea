import { CircleAlert, LoaderCircle, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useProblemText } from '@/lib';
import type { Holder } from './types';
import { again, drop, isWorthTrying, type Upload } from './uploads';

type Props = { upload: Upload; onArrived: (about: Holder) => void };

/** A file on its way: how far it is, or why it was not taken. */
export function UploadRow({ upload, onArrived }: Props) {
  const { t } = useTranslation('attachments');
  const format = useFormat();
  const problemText = useProblemText();
  const { key, file, state, sent, error } = upload;
  const failed = state === 'failed';
  const share = Math.round(sent * 100);
  return (
    <li className={`file${failed ? ' failed' : ''}`}>
      <span className="file-picture">
        {failed ? (
          <CircleAlert size={20} strokeWidth={1.6} aria-hidden />
        ) : (
          <LoaderCircle size={20} strokeWidth={1.6} className="turning" aria-hidden />
        )}
      </span>
      <span className="file-name">
        <span className="clip" title={file.name}>
          {file.name}
        </span>
        {failed ? (
          <small role="alert">{problemText(error)}</small>
        ) : (
          <small className="muted">
            <progress max={100} value={share} aria-label={t('attachments:uploading', { name: file.name })} />
            <span>
              {state === 'waiting' ? t('attachments:waiting') : `${share}%`}
              {' · '}
              {format.size(file.size)}
            </span>
          </small>
        )}
      </span>
      {failed && isWorthTrying(upload) && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('attachments:again', { name: file.name })}
          title={t('ui:retry')}
          onClick={() => again(key, onArrived)}
        >
          <RotateCcw size={16} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t(failed ? 'attachments:dismiss' : 'attachments:cancel', { name: file.name })}
        title={failed ? t('ui:close') : t('ui:cancel')}
        onClick={() => drop(key)}
      >
        <X size={16} aria-hidden />
      </button>
    </li>
  );
}
