import { useMutation } from '@tanstack/react-query';
import {
  Download,
  FileArchive,
  FileAudio,
  File as FileIcon,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { confirm, When } from '@/ui';
import { fileHref, pictureHref } from './files';
import type { Attachment } from './types';

/** What stands where there is no picture. */
function iconOf({ family, media_type: type }: Attachment) {
  if (family === 'image') return FileImage;
  if (family === 'archive') return FileArchive;
  if (family === 'media') return type.startsWith('audio/') ? FileAudio : FileVideo;
  if (/sheet|excel|csv/.test(type)) return FileSpreadsheet;
  return /pdf|word|text|rtf|presentation|powerpoint|rfc822|outlook/.test(type) ? FileText : FileIcon;
}

type Props = { file: Attachment; onView: () => void; onRemoved: () => void };

/** One file: a press on its picture or name opens it; beside it stand who brought it and when. */
export function FileRow({ file, onView, onRemoved }: Props) {
  const { t } = useTranslation('attachments');
  const format = useFormat();
  const showProblem = useShowProblem();
  const remove = useMutation({
    mutationFn: () => api.remove(`/attachments/${file.id}`),
    onSuccess: () => {
      toast(t('attachments:removed', { name: file.name }));
      onRemoved();
    },
    onError: showProblem,
  });
  const ask = async () => {
    const yes = await confirm({
      title: t('attachments:remove_title', { name: file.name }),
      text: t('attachments:remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate();
  };
  const Icon = iconOf(file);
  const looks = file.picture === 'made';
  return (
    <li className="file">
      {looks ? (
        <button
          type="button"
          className="file-picture"
          aria-label={t('attachments:view', { name: file.name })}
          onClick={onView}
        >
          <img src={pictureHref(file, 'thumb')} alt="" width={44} height={44} loading="lazy" />
        </button>
      ) : (
        <span
          className="file-picture"
          title={file.picture === 'due' ? t('attachments:picture_due') : undefined}
        >
          <Icon size={20} strokeWidth={1.6} aria-hidden />
        </span>
      )}
      <span className="file-name">
        {looks ? (
          <button type="button" className="linkish clip" title={file.name} onClick={onView}>
            {file.name}
          </button>
        ) : (
          <a className="linkish clip" title={file.name} href={fileHref(file)} download>
            {file.name}
          </a>
        )}
        <small className="muted">
          <span>{format.size(file.size_bytes)}</span>
          {file.by && <span className="clip">{file.by.name}</span>}
          <When value={file.created_at} />
        </small>
      </span>
      <a
        className="icon-button"
        href={fileHref(file)}
        download
        aria-label={t('attachments:download', { name: file.name })}
        title={t('ui:download')}
      >
        <Download size={16} aria-hidden />
      </a>
      {file.may_remove && (
        <button
          type="button"
          className="icon-button"
          disabled={remove.isPending}
          aria-label={t('attachments:remove', { name: file.name })}
          title={t('ui:delete')}
          onClick={() => void ask()}
        >
          <Trash2 size={16} aria-hidden />
        </button>
      )}
    </li>
  );
}
