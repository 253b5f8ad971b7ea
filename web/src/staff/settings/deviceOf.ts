/** «Chrome · Windows» from what a browser says about itself. */
export function deviceOf(agent: string): string {
  const browser = /Edg|MicroMessenger|Firefox|Chrome|Safari/.exec(agent)?.[0];
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0];
  const names: Record<string, string> = { Edg: 'Edge', MicroMessenger: 'WeChat', 'Mac OS': 'macOS' };
  const known = [browser, system].flatMap((part) => (part ? [names[part] ?? part] : []));
  return known.length > 0 ? known.join(' · ') : agent;
}
