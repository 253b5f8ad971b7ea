import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Dialog } from '@/ui/Dialog';
import { fileHref, pictureHref } from './files';
import type { Attachment } from './types';

type Props = { pictures: Attachment[]; first: string; onClose: () => void };

/** The images of a record, one after the other: by button, by arrow key. */
export function FileViewer({ pictures, first, onClose }: Props) {
  const { t } = useTranslation('attachments');
  const format = useFormat();
  const [now, setNow] = useState(first);
  const at = Math.max(
    0,
    pictures.findIndex(({ id }) => id === now),
  );
  const file = pictures[at];
  if (!file) return null;
  const step = (by: number) => {
    const next = pictures[at + by];
    if (next) setNow(next.id);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  };
  return (
    <Dialog title={<span className="clip">{file.name}</span>} width={1040} footer={null} onCancel={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do what the buttons beside them do. */}
      <div className="viewer" onKeyDown={keys}>
        <img
          key={file.id}
          src={pictureHref(file, 'view')}
          alt={file.name}
          width={file.width ?? undefined}
          height={file.height ?? undefined}
        />
        <footer>
          {pictures.length > 1 && (
            <>
              <button
                type="button"
                className="icon-button"
                disabled={at === 0}
                aria-label={t('attachments:previous')}
                title={t('attachments:previous')}
                onClick={() => step(-1)}
              >
                <ChevronLeft size={18} aria-hidden />
              </button>
              <span className="muted" role="status">
                {t('attachments:place', { place: at + 1, total: pictures.length })}
              </span>
              <button
                type="button"
                className="icon-button"
                disabled={at === pictures.length - 1}
                aria-label={t('attachments:next')}
                title={t('attachments:next')}
                onClick={() => step(1)}
              >
                <ChevronRight size={18} aria-hidden />
              </button>
            </>
          )}
          <span className="muted viewer-facts">
            {file.width && file.height && `${file.width} × ${file.height} · `}
            {format.size(file.size_bytes)}
          </span>
          <a className="link viewer-download" href={fileHref(file)} download>
            <Download size={15} aria-hidden />
            {t('attachments:original')}
          </a>
        </footer>
      </div>
    </Dialog>
  );
}
