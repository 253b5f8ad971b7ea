import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/dom';

// Skips the computed-style walk of every role query, which is most of a test's time under jsdom.
configure({ defaultHidden: true });

if (!window.matchMedia) {
  window.matchMedia = (query: string) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
}
