/** What stands before the key of a field that the workspace has added. */
export const PREFIX = 'custom.';

export function isOwn(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** The key without what stands before it. */
export function ownKey(key: string): string {
  return key.slice(PREFIX.length);
}
