/** A value remembered in this browser. Storage may be full or forbidden: then it is simply not remembered. */
export function stored<T>(key: string) {
  return {
    read(): T | undefined {
      try {
        const text = localStorage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as T);
      } catch {
        return undefined;
      }
    },
    write(value: T) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Private browsing: the choice lasts as long as the page.
      }
    },
  };
}
