import { Problem } from '@/api';

/** What the server gives the browser's own functions and takes from them; nobody here looks into it. */
type Json = Record<string, unknown>;

/** Whether this browser speaks of passkeys in JSON, as those of the last years do. */
export function knowsPasskeys(): boolean {
  const known = window.PublicKeyCredential as Partial<typeof PublicKeyCredential> | undefined;
  return Boolean(known?.parseCreationOptionsFromJSON && known.parseRequestOptionsFromJSON);
}

/** Whether it offers passkeys where an address is typed. */
export async function offersWhileTyping(): Promise<boolean> {
  const known = window.PublicKeyCredential as Partial<typeof PublicKeyCredential>;
  return (await known.isConditionalMediationAvailable?.()) ?? false;
}

/** Lets the device make a passkey. */
export function makePasskey(options: Json): Promise<Json> {
  return answered(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as unknown as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );
}

/** Lets the owner of the device pick a passkey and show it: in a dialog, or quietly where an address is typed. */
export function showPasskey(
  options: Json,
  way: { signal?: AbortSignal; quietly?: boolean } = {},
): Promise<Json> {
  return answered(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as unknown as PublicKeyCredentialRequestOptionsJSON,
      ),
      mediation: way.quietly ? 'conditional' : 'optional',
      signal: way.signal,
    }),
  );
}

/** What browsers call the reasons. For who has said no and for who was too slow they say the same. */
const REASONS: Record<string, string> = {
  InvalidStateError: 'passkey_here_already',
  SecurityError: 'passkeys_not_here',
};

async function answered(ask: () => Promise<Credential | null>): Promise<Json> {
  try {
    const credential = await ask();
    if (credential) return (credential as PublicKeyCredential).toJSON() as unknown as Json;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    const name = cause instanceof DOMException ? cause.name : '';
    throw new Problem({ status: 0, code: REASONS[name] ?? 'passkey_cancelled' });
  }
  throw new Problem({ status: 0, code: 'passkey_cancelled' });
}
