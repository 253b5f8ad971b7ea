import { expect, test } from 'vitest';
import { lendNonce } from './styleNonce';

function page(head: string): Document {
  const made = document.implementation.createHTMLDocument();
  made.head.innerHTML = head;
  return made;
}

/** The browser hides the attribute from markup and tells it to scripts; jsdom knows the attribute alone. */
function withNonce(made: Document, nonce: string): Document {
  Object.assign(made.querySelector('meta') as HTMLMetaElement, { nonce });
  return made;
}

test('a style that a script makes has the nonce of the page, and nothing else has', () => {
  const made = withNonce(page('<meta property="csp-nonce">'), 'x1');
  lendNonce(made);
  expect(made.createElement('style').nonce).toBe('x1');
  expect(made.createElement('div').nonce).toBeFalsy();
  made.body.innerHTML = '<style>body{display:none}</style>';
  expect(made.querySelector('style')?.nonce).toBeFalsy();
});

test('a page without a nonce is left as it is', () => {
  const made = page('');
  const before = made.createElement;
  lendNonce(made);
  expect(made.createElement).toBe(before);
});
