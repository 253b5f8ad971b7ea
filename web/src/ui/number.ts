/** What is typed for a number: `null` when nothing is, `NaN` when it cannot be read. Full-width digits and points are read too. */
export function readNumber(typed: string): number | null {
  const plain = typed
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[\s,¥$]/g, '');
  if (plain === '') return null;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

/** A number as it stands in its field, with its usual decimals; with more when it has more. */
export function numberIn(value: number | null | undefined, decimals: number | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const usual = decimals === undefined ? String(value) : value.toFixed(decimals);
  return Number(usual) === value ? usual : String(value);
}
