import { describe, expect, test } from 'vitest';
import { familyOf, refusal, sameLimit } from './files';

const LIMITS = { most_files: 200, image_mb: 10, document_mb: 20, media_mb: 0, archive_mb: 5 };

test.each([
  ['image/jpeg', 'image'],
  ['image/heic', 'image'],
  ['image/svg+xml', 'document'],
  ['video/mp4', 'media'],
  ['application/zip', 'archive'],
  ['application/x-zip-compressed', 'archive'],
  ['application/pdf', 'document'],
  ['', 'document'],
])('%s is of the family %s', (type, family) => {
  expect(familyOf(type)).toBe(family);
});

describe('before it is sent', () => {
  const code = (size: number, type: string) => refusal({ size, type }, LIMITS)?.errors[0]?.code;

  test('a file is refused that the server would refuse', () => {
    expect(code(0, 'image/png')).toBe('file_empty');
    expect(code(1, 'video/mp4')).toBe('file_family');
    expect(code(10 * 1024 * 1024 + 1, 'image/png')).toBe('file_too_large');
  });

  test('a file is taken that fits', () => {
    expect(code(10 * 1024 * 1024, 'image/png')).toBeUndefined();
    expect(code(1, '')).toBeUndefined();
  });
});

test('one limit is said once', () => {
  expect(sameLimit(LIMITS)).toBeUndefined();
  expect(sameLimit({ most_files: 1, image_mb: 20, document_mb: 20, media_mb: 20, archive_mb: 20 })).toBe(20);
});
