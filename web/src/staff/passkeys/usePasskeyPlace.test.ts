import { describe, expect, it } from 'vitest';
import { placeOf } from './usePasskeyPlace';

describe('where passkeys can be used', () => {
  it('is the address that the server is told, in a browser that knows them', () => {
    const home = 'https://crm.example.com';
    expect(placeOf(home, home, true)).toEqual({ state: 'here' });
    expect(placeOf(home, home, false)).toEqual({ state: 'old_browser' });
    expect(placeOf(home, 'http://192.168.1.5:8080', false)).toEqual({ state: 'elsewhere', origin: home });
    expect(placeOf(null, 'http://192.168.1.5:8080', false)).toEqual({ state: 'nowhere' });
  });
});
