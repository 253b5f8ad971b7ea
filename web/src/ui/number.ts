/** By how many places units move a number. */
const PLACES: Record<string, number> = { 千: 3, 万: 4, 萬: 4, 亿: 8, 億: 8 };

/** What is typed for a number, with or without the units in which amounts are shown: `null` when nothing is, `NaN` when it cannot be read. Full-width digits and points are read too. */
export function readNumber(typed: string): number | null {
  const plain = typed
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[\s,¥$]/g, '');
  if (plain === '') return null;
  const [, number, unit = ''] = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([千万萬亿億]?)$/.exec(plain) ?? [];
  if (number === undefined) return Number.NaN;
  // Moved by places and not multiplied: 1.1 万 is 11,000 to the fen.
  return Number(`${number}e${PLACES[unit] ?? 0}`);
}

/** A number as it stands in its field, with its usual decimals; with more when it has more. */
export function numberIn(value: number | null | undefined, decimals: number | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const usual = decimals === undefined ? String(value) : value.toFixed(decimals);
  return Number(usual) === value ? usual : String(value);
}
