import { Problem } from '@/api';
import type { Attachment, Family, FileLimits } from './types';

const MEGABYTE = 1024 * 1024;

const IMAGE = /^image\/(jpeg|png|gif|webp|bmp|tiff|hei[cf]|avif)$/;
const ARCHIVE = /^application\/(zip|vnd\.rar|x-rar.*|x-7z.*|gzip|x-gzip|x-tar|x-bzip2|x-xz|zstd|x-zip.*)$/;

/** What the browser takes a file for. The server looks into it and has the last word. */
export function familyOf(type: string): Family {
  if (IMAGE.test(type)) return 'image';
  if (/^(audio|video)\//.test(type)) return 'media';
  return ARCHIVE.test(type) ? 'archive' : 'document';
}

/** Why a file would be refused, as far as that can be told before it has been sent. */
export function refusal(file: Pick<File, 'size' | 'type'>, limits: FileLimits): Problem | undefined {
  const family = familyOf(file.type);
  const most = limits[`${family}_mb`];
  const because = (code: string, params: Record<string, string> = {}) =>
    new Problem({ status: 422, code: 'invalid', errors: [{ pointer: '/file', code, detail: code, params }] });
  if (file.size === 0) return because('file_empty');
  if (most === 0) return because('file_family', { family });
  return file.size > most * MEGABYTE ? because('file_too_large', { most: String(most) }) : undefined;
}

/** The one limit, where it is the same for whatever is taken. */
export function sameLimit(limits: FileLimits): number | undefined {
  const all = new Set([limits.image_mb, limits.document_mb, limits.media_mb, limits.archive_mb]);
  const [only] = all;
  return all.size === 1 && only ? only : undefined;
}

export const fileHref = ({ id }: Pick<Attachment, 'id'>) => `/api/v1/attachments/${id}/file`;
export const pictureHref = ({ id }: Pick<Attachment, 'id'>, size: 'thumb' | 'view') =>
  `/api/v1/attachments/${id}/picture?size=${size}`;
