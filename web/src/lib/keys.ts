type Key = { isComposing: boolean; keyCode: number };

/**
 * Enter and Esc while an input method for Chinese composes are answers to it, not to the page. Safari ends composing
 * before it tells the key, and marks it with the old number of such keys.
 */
export function isComposing(event: Key | { nativeEvent: Key }): boolean {
  const key = 'nativeEvent' in event ? event.nativeEvent : event;
  return key.isComposing || key.keyCode === 229;
}
