import { Button } from 'antd';
import { Camera, Paperclip, Upload as UploadIcon } from 'lucide-react';
import { type DragEvent, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorTexts, useMedia, useShared } from '@/lib';
import { Empty, ErrorState } from '@/ui';
import { More } from '@/ui/More';
import './attachments.css';
import { FileRow } from './FileRow';
import { sameLimit } from './files';
import type { FileLimits, Holder } from './types';
import { UploadRow } from './UploadRow';
import { add, uploads } from './uploads';
import { useFiles, useRefresh } from './useFiles';

const FileViewer = lazy(() => import('./FileViewer').then((file) => ({ default: file.FileViewer })));

/** The files of a record: brought by button, by drag and drop, by the camera of a telephone; looked at, fetched, removed. */
export function FileList({ about }: { about: Holder }) {
  const { t } = useTranslation('attachments');
  const query = useFiles(about);
  const refresh = useRefresh();
  const under = useShared(uploads).filter((each) => each.about.id === about.id);
  const [over, setOver] = useState(false);
  const inHand = useMedia('(pointer: coarse)');
  const [viewed, setViewed] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { first, files } = query;
  if (!first) return <i className="bone" style={{ height: 120 }} />;
  const { limits, may_add } = first;
  const take = (chosen: Iterable<File>) => {
    // What every code says comes late; a refusal needs it now.
    errorTexts().catch(() => undefined);
    add(about, chosen, limits, (holder) => void refresh(holder));
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const pictures = files.filter(({ picture }) => picture === 'made');
  const none = files.length === 0 && under.length === 0;
  const bring = may_add && <Bring onFiles={take} main={none} inHand={inHand} />;
  return (
    <div
      ref={list}
      className={`files${over ? ' over' : ''}`}
      role="group"
      aria-label={t('attachments:title')}
      tabIndex={-1}
      onDragOver={(event) => {
        if (!may_add || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={may_add ? dropped : undefined}
    >
      {none ? (
        <Empty
          icon={Paperclip}
          title={t('attachments:none')}
          text={may_add ? t(inHand ? 'attachments:none_hand' : 'attachments:none_text') : undefined}
          action={bring}
        />
      ) : (
        bring && (
          <header className="files-head">
            {bring}
            <Limits limits={limits} />
          </header>
        )
      )}
      <ul>
        {under.map((each) => (
          <UploadRow key={each.key} upload={each} onArrived={(holder) => void refresh(holder)} />
        ))}
        {files.map((file) => (
          <FileRow
            key={file.id}
            file={file}
            onView={() => setViewed(file.id)}
            onRemoved={() => {
              list.current?.focus();
              void refresh(about);
            }}
          />
        ))}
      </ul>
      <More query={query} />
      <p className="sr-only" role="status">
        {under.some(({ state }) => state !== 'failed') && t('attachments:sending', { count: under.length })}
      </p>
      {over && <p className="files-drop">{t('attachments:drop')}</p>}
      <Suspense>
        {viewed && <FileViewer pictures={pictures} first={viewed} onClose={() => setViewed(null)} />}
      </Suspense>
    </div>
  );
}

type BringProps = { onFiles: (files: File[]) => void; main: boolean; inHand: boolean };

/** The ways to bring a file: whatever is there, and on what is held in a hand, a photograph taken now. */
function Bring({ onFiles, main, inHand }: BringProps) {
  const { t } = useTranslation('attachments');
  const any = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const input = (ref: typeof any, rest: React.InputHTMLAttributes<HTMLInputElement>) => (
    <input
      ref={ref}
      type="file"
      hidden
      {...rest}
      onChange={({ target }) => {
        // Copied before the box is emptied, so that the same file can be chosen again.
        onFiles([...(target.files ?? [])]);
        target.value = '';
      }}
    />
  );
  return (
    <div className="files-bring">
      <Button
        type={main ? 'primary' : 'default'}
        icon={<UploadIcon size={15} aria-hidden />}
        onClick={() => any.current?.click()}
      >
        {t('attachments:add')}
      </Button>
      {inHand && (
        <Button icon={<Camera size={15} aria-hidden />} onClick={() => camera.current?.click()}>
          {t('attachments:photo')}
        </Button>
      )}
      {input(any, { multiple: true, 'aria-label': t('attachments:add') })}
      {inHand &&
        input(camera, { accept: 'image/*', capture: 'environment', 'aria-label': t('attachments:photo') })}
    </div>
  );
}

/** How large a file may be. */
function Limits({ limits }: { limits: FileLimits }) {
  const { t } = useTranslation('attachments');
  const same = sameLimit(limits);
  if (same) return <small className="muted">{t('attachments:limit', { most: same })}</small>;
  const each = (['image', 'document', 'media', 'archive'] as const).filter(
    (family) => limits[`${family}_mb`] > 0,
  );
  return (
    <small className="muted">
      {each
        .map((family) => t(`attachments:limit_${family}`, { most: limits[`${family}_mb`] }))
        .join(t('ui:comma'))}
    </small>
  );
}
