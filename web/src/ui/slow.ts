/** What takes longer than this looks busy; what is quicker would only flicker, and antd may keep its spinner for ever. */
const SLOW = 200;

/** For the `loading` of a button that cannot be sent twice anyway: it shows that it is busy when that takes a moment. */
export function slow(busy: boolean) {
  return busy ? { delay: SLOW } : false;
}
