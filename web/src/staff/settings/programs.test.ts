import { expect, test } from 'vitest';
import { configOf, doorAt, PROGRAMS } from './programs';

test('every configuration says the address and the token', () => {
  const address = doorAt('https://crm.example.com');
  expect(address).toBe('https://crm.example.com/mcp');
  for (const program of PROGRAMS) {
    const config = configOf(program, address, 'gx_abc');
    expect(config).toContain(address);
    expect(config).toContain('Bearer gx_abc');
    if (program !== 'claude_code') expect(JSON.parse(config)).toHaveProperty('mcpServers.guanxi');
  }
});

test('a bridge goes over plain HTTP only where the address is plain', () => {
  expect(configOf('claude_desktop', 'http://10.0.0.7:8080/mcp')).toContain('--allow-http');
  expect(configOf('claude_desktop', 'https://crm.example.com/mcp')).not.toContain('--allow-http');
});
