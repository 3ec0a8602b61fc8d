/**
 * Keeps something for each of a bounded number of keys: beyond that many those that were set longest ago are forgotten. They go half of
 * them at a time, which costs nothing; a Map that loses its oldest one by one is searched for it longer and longer.
 */
export function createLatest<Value>(keys: number) {
  let recent = new Map<string, Value>();
  let before = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => recent.get(key) ?? before.get(key),
    set(key: string, value: Value): void {
      recent.set(key, value);
      if (recent.size * 2 < keys) return;
      before = recent;
      recent = new Map();
    },
    size: () => recent.size + before.size,
  };
}
