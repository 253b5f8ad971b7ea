/** `../../customers/i18n/en.json` → namespace `customers`. */
export function resourcesOf(files: Record<string, Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.split('/').at(-3) ?? '', texts] as const),
  );
}
