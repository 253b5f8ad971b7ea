import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/dom';

// Skips the computed-style walk of every role query, which is most of a test's time under jsdom; and waits longer than a
// busy machine takes to draw.
configure({ defaultHidden: true, asyncUtilTimeout: 5000 });

if (!window.matchMedia) {
  window.matchMedia = (query: string) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
}

/** jsdom lays nothing out, so there is nothing to observe; antd asks for it all the same. */
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
