/**
 * Gives the page's nonce to every style that a script makes, so that the policy of the page may refuse all others. The
 * widget library takes a nonce for most of its styles, but not for those by which a dialog holds the page still; what
 * makes styles later is thought of too. Markup that somebody has smuggled in is not made here, and stays without.
 */
export function lendNonce(document: Document): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (!nonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = create(name, options);
    if (made.tagName === 'STYLE') made.nonce = nonce;
    return made;
  }) as Document['createElement'];
}
