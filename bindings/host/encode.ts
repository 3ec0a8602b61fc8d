const { stringify } = JSON;
const { keys } = Object;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const MAX_NODES = 10_000;
const MAX_DEPTH = 60;

/** A JSON string literal; lone surrogates become U+FFFD, because UTF-8 cannot carry them. */
export const quote = (text: string): string => stringify(text.replace(LONE_SURROGATE, '\ufffd'));

/**
 * The JSON text of a value, made now, so that later changes by the page are not seen. `JSON.stringify` is not used for
 * objects: a page that patches `Array.prototype.toJSON` would change the text, and one throwing getter would lose it all.
 * What JSON cannot hold is left out; the first such place is told to `refuse`. A value that is too large as a whole gives undefined.
 */
export function encode(value: unknown, path: string, refuse: (path: string, why: string) => void, maxNodes = MAX_NODES): string | undefined {
  const above: unknown[] = [];
  let nodes = 0;
  let refused = false;

  function member(holder: any, key: string | number, path: string): string | undefined {
    try {
      return text(holder[key], path);
    } catch (error) {
      if (!refused) refuse(path, '' + error);
      refused = true;
    }
  }

  function text(value: any, path: string): string | undefined {
    if (++nodes > maxNodes) throw 'too large';
    if (value && typeof value == 'object' && !Array.isArray(value) && typeof value.toJSON == 'function') value = value.toJSON();
    if (value == null) return value === null ? 'null' : undefined;
    if (typeof value == 'string') return quote(value);
    if (typeof value == 'number') return isFinite(value) ? '' + value : 'null';
    if (typeof value == 'boolean') return '' + value;
    if (typeof value != 'object') throw 'a ' + typeof value;
    if (above.includes(value)) throw 'circular';
    if (above.length >= MAX_DEPTH) throw 'too deep';
    above.push(value);
    try {
      return Array.isArray(value)
        ? '[' + Array.from(value, (_, index) => member(value, index, path + '/' + index) ?? 'null').join() + ']'
        : '{' + members(value, path).join() + '}';
    } finally {
      above.pop();
    }
  }

  function members(value: object, path: string): string[] {
    const parts = [];
    for (const key of keys(value)) {
      const part = member(value, key, path + '/' + key);
      if (part !== undefined) parts.push(quote(key) + ':' + part);
    }
    return parts;
  }

  const result = member([value], 0, path);
  return nodes > maxNodes ? undefined : result;
}
