import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../web/src/', import.meta.url));
const texts = new Map<string, string>();
for (const capability of readdirSync(SOURCES)) {
  for (const file of [`${SOURCES}${capability}/i18n/zh-CN.json`, `${SOURCES}${capability}/i18n/shell/zh-CN.json`]) {
    if (!existsSync(file)) continue;
    const found: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
    for (const [key, text] of Object.entries(found)) texts.set(`${capability}:${key}`, text);
  }
}

type Values = Record<string, string | number>;

/** The Chinese text the web app shows for a key, so that a better wording does not break a journey. */
export function t(key: string, values: Values = {}): string {
  const text = texts.get(key) ?? texts.get(`${key}_other`);
  if (text === undefined) throw new Error(`the web app has no text ${key}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the text ${key} needs ${name}`);
    return String(value);
  });
}
