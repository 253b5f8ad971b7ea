/** Tells the other tabs of this browser that they see with other eyes now. */
const CHANNEL = 'guanxi.eyes';

/** Everything on the screen is of somebody else now: this page begins anew, and so do the other tabs. */
export function seeAnew(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('anew');
  channel.close();
  window.location.assign('/');
}

/** Begins anew when another tab has changed whose eyes this browser sees with. */
export function onOtherEyes(): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => window.location.assign('/');
  return () => channel.close();
}
