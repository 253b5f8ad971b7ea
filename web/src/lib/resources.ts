type Files = Record<string, Record<string, string>>;

/** `../../customers/i18n/shell/en.json` → namespace `customers`; a namespace may be spread over files. */
export function resourcesOf(files: Files): Files {
  const found: Files = {};
  for (const [path, texts] of Object.entries(files)) {
    const parts = path.split('/');
    const namespace = parts[parts.indexOf('i18n') - 1] ?? '';
    found[namespace] = { ...found[namespace], ...texts };
  }
  return found;
}
