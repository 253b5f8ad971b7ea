export type Strength = 'weak' | 'fair' | 'good' | 'strong';

/** The server refuses shorter ones. */
export const MIN_PASSWORD = 10;

/** Length counts most: a long phrase beats a short riddle. It is a hint; the server decides. */
export function strengthOf(password: string): Strength {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  const varied = new Set(password).size;
  if (password.length < MIN_PASSWORD || varied < 5) return 'weak';
  if (password.length >= 16 && varied >= 8) return 'strong';
  if (password.length >= 12 && kinds >= 3) return 'strong';
  return kinds >= 3 || password.length >= 13 ? 'good' : 'fair';
}
