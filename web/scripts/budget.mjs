// Fails when the shell or a route grows past its budget (gzip, JS + CSS, without chunks loaded on use).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const SHELL = 235;
const ROUTE = 312;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const sizes = new Map();

function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

/** Every file that must arrive before these entries can run. */
function closure(keys) {
  const seen = new Set();
  const files = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const key of keys) visit(key);
  return [...files].reduce((sum, file) => sum + size(file), 0) / 1000;
}

const text = Object.keys(manifest).filter((key) => key.startsWith('src/lib/locales/zh-CN'));
const shell = closure(['index.html', 'src/app/Shell.tsx', ...text].filter((key) => manifest[key]));
let failed = shell > SHELL;
console.log(`shell ${shell.toFixed(1)} kB (budget ${SHELL})`);
// A route is a page that a capability's routes.ts loads; what a page itself loads later is not counted.
const src = new URL('../src/', import.meta.url);
const routes = readdirSync(src, { withFileTypes: true })
  .map((entry) => `${entry.name}/routes.ts`)
  .filter((file) => !file.startsWith('lib/') && existsSync(new URL(file, src)))
  .flatMap((file) => {
    const folder = file.split('/')[0];
    const code = readFileSync(new URL(file, src), 'utf8');
    // The texts its pages wait for, in one language.
    const spoken = [...(/TEXTS = \[([^\]]*)\]/.exec(code)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
      ([, name]) => `src/${name}/i18n/zh-CN.json`,
    );
    return [...code.matchAll(/import\('\.\/([\w/]+)'\)/g)].map(([, page]) => [
      `src/${folder}/${page}.tsx`,
      spoken,
    ]);
  });
for (const [key, spoken] of routes) {
  // The pages before sign-in have no shell.
  const frame = /(Setup|Login|Invitation|Reset)Page/.test(key) ? [] : ['src/app/Shell.tsx'];
  const total = closure(['index.html', ...frame, ...text, ...spoken, key].filter((k) => manifest[k]));
  const over = total > ROUTE;
  failed ||= over;
  console.log(`${over ? 'OVER ' : '     '}${total.toFixed(1).padStart(6)} kB  ${key}`);
}
if (failed) {
  console.error(`over budget: shell ${SHELL} kB, route ${ROUTE} kB`);
  process.exit(1);
}
