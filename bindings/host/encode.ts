const { stringify } = JSON;
const { keys } = Object;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const PLAIN = /^[ !#-[\]-~]*$/;
const MAX_NODES = 10_000;
const MAX_DEPTH = 60;

/** A JSON string literal; lone surrogates become U+FFFD, because UTF-8 cannot carry them. */
export const quote = (text: string): string => (PLAIN.test(text) ? `"${text}"` : stringify(text.replace(LONE_SURROGATE, '\ufffd')));

/**
 * The JSON text of a value, made now, so that later changes by the page are not seen. `JSON.stringify` is not used for
 * objects: a page that patches `toJSON` of all arrays or objects would change the text, and one throwing getter would lose it all.
 * What JSON cannot hold is left out; the first such place is told to `refuse`. A value that is too large as a whole gives undefined.
 */
export function encode(value: unknown, root: string, refuse: (path: string, why: string) => void, maxNodes = MAX_NODES): string | undefined {
  const above: unknown[] = [];
  const trail: (string | number)[] = [];
  let nodes = 0;
  let isRefused = false;

  function member(holder: any, key: string | number): string | undefined {
    trail.push(key);
    const depth = above.length;
    try {
      return text(holder[key]);
    } catch (error) {
      above.length = depth;
      if (!isRefused) refuse(trail.join('/'), '' + error);
      isRefused = true;
    } finally {
      trail.length--;
    }
  }

  function text(value: any): string | undefined {
    if (++nodes > maxNodes) throw 'too large';
    if (typeof value == 'string') return quote(value);
    if (value && typeof value == 'object' && !Array.isArray(value) && typeof value.toJSON == 'function' && value.toJSON != (Object.prototype as any).toJSON) value = value.toJSON();
    switch (typeof value) {
      case 'string': return quote(value);
      case 'number': return isFinite(value) ? '' + value : 'null';
      case 'boolean': return '' + value;
      case 'undefined': return undefined;
      case 'object': return value ? composite(value) : 'null';
      default: throw 'a ' + typeof value;
    }
  }

  function composite(value: any): string {
    if (above.includes(value)) throw 'circular';
    if (above.length >= MAX_DEPTH) throw 'too deep';
    above.push(value);
    let result = '';
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length && nodes <= maxNodes; index++) result += ',' + (member(value, index) ?? 'null');
      result = `[${result.slice(1)}]`;
    } else {
      for (const key of keys(value)) {
        if (nodes > maxNodes) break;
        const part = member(value, key);
        if (part !== undefined) result += ',' + quote(key) + ':' + part;
      }
      result = `{${result.slice(1)}}`;
    }
    above.pop();
    return result;
  }

  const result = member({ [root]: value }, root);
  return nodes > maxNodes ? undefined : result;
}
