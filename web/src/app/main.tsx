import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/ui/tokens.css';
import { firstLocale, loadLocale } from '@/lib/i18n';
import { applyDark, DARK_MEDIA, rememberedTheme } from '@/lib/theme';
import { App } from './App';
import { lendNonce } from './styleNonce';

lendNonce(document);

// After a new release the old hashed chunks are gone: load the new page once instead of showing an error.
window.addEventListener('vite:preloadError', () => window.location.reload());

// Before the first paint, so that nobody sees a white flash at night. The CSP forbids doing it inline.
const theme = rememberedTheme.read() ?? 'system';
applyDark(theme === 'dark' || (theme === 'system' && window.matchMedia(DARK_MEDIA).matches));

const root = document.getElementById('root');
if (!root) throw new Error('#root is missing');
const locale = firstLocale();
void loadLocale(locale).then((antd) => {
  createRoot(root).render(
    <StrictMode>
      <App first={{ locale, antd }} />
    </StrictMode>,
  );
});
