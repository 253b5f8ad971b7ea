export type Tone = 'grey' | 'jade' | 'blue' | 'violet' | 'amber' | 'red' | 'teal' | 'pink';

const HUES: Record<Exclude<Tone, 'grey'>, number> = {
  jade: 165,
  blue: 250,
  violet: 300,
  amber: 75,
  red: 27,
  teal: 200,
  pink: 350,
};

/** Fourteen hues, far enough apart to tell neighbours in a list from each other. */
const AVATAR_HUES = [20, 45, 70, 95, 120, 150, 172, 195, 220, 245, 268, 292, 320, 350];

const CYCLE: Tone[] = ['blue', 'violet', 'amber', 'teal', 'jade', 'pink', 'red'];

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}

/** The lightness and chroma come from tokens.css, so that one hue serves light and dark. */
export function tintOf(tone: Tone): React.CSSProperties | undefined {
  if (tone === 'grey') return undefined;
  return { '--hue': HUES[tone] } as React.CSSProperties;
}

export function avatarTint(seed: string): React.CSSProperties {
  return { '--hue': AVATAR_HUES[hash(seed) % AVATAR_HUES.length] } as React.CSSProperties;
}

/** A tone for a choice nobody gave one: by its place among the choices, so that it never changes. */
export function toneAt(index: number): Tone {
  return CYCLE[Math.max(index, 0) % CYCLE.length] ?? 'grey';
}
