import { knowsPasskeys } from './browser';
import './passkeys.css';

/** The room that the button will take, so that nothing moves when it arrives. */
export function PasskeyRoom() {
  return knowsPasskeys() ? <i className="bone passkey-entry passkey-room" /> : null;
}
