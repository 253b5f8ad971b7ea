/** A piece of a comment: words, a colleague's name, or an address on the web. */
export type Part = { kind: 'text' | 'mention' | 'link'; text: string };

const SPECIAL = /[.*+?^${}()|[\]\\/-]/g;
/** An address ends where no address goes on: at a blank, at a quote, and at what Chinese sentences are made of. */
const LINK = 'https?://[^\\s<>"\'\\u2018-\\u201d\\u3000-\\u303f\\u4e00-\\u9fff\\uff00-\\uffef]+';
/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?)\]]+$/;

/** Cuts a comment into what is shown as it is, names of those who are mentioned, and addresses. Nothing else becomes a link. */
export function partsOf(body: string, names: string[]): Part[] {
  const known = names.map((name) => `@${name.replace(SPECIAL, '\\$&')}`);
  const found = new RegExp([LINK, ...known].join('|'), 'g');
  const parts: Part[] = [];
  const say = (text: string) => {
    if (text) parts.push({ kind: 'text', text });
  };
  let from = 0;
  for (const match of body.matchAll(found)) {
    const isLink = !match[0].startsWith('@');
    const text = isLink ? match[0].replace(TAIL, '') : match[0];
    say(body.slice(from, match.index));
    parts.push({ kind: isLink ? 'link' : 'mention', text });
    from = match.index + text.length;
  }
  say(body.slice(from));
  return parts;
}
