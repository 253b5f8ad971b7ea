/** The programs whose configuration is written out. */
export const PROGRAMS = ['claude_code', 'cursor', 'claude_desktop'] as const;
export type Program = (typeof PROGRAMS)[number];

/** What stands where the token goes. */
export const PLACEHOLDER = 'gx_…';

/** Where assistants knock, beneath the address of the web app. */
export const doorAt = (origin: string) => `${origin}/mcp`;

const json = (servers: Record<string, unknown>) =>
  JSON.stringify({ mcpServers: { guanxi: servers } }, null, 2);

/** What makes a program ask Guanxi: a command, or what goes into its file. */
export function configOf(program: Program, address: string, token = PLACEHOLDER): string {
  const bearer = `Bearer ${token}`;
  if (program === 'claude_code')
    return `claude mcp add --transport http guanxi ${address} --header "Authorization: ${bearer}"`;
  if (program === 'cursor') return json({ url: address, headers: { Authorization: bearer } });
  // Its file knows only programs to start. This one does not go over plain HTTP unless it is told to, and a space in an
  // argument is lost on Windows.
  const plain = address.startsWith('http://') ? ['--allow-http'] : [];
  return json({
    command: 'npx',
    args: ['-y', 'mcp-remote', address, ...plain, '--header', 'Authorization:$' + '{AUTH}'],
    env: { AUTH: bearer },
  });
}
