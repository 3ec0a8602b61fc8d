/** So that a document stays within its limit. */
const MAX_CHARS = 1_000_000;

/**
 * One text a line, as it is; empty lines and repetitions are passed over. A line `json:"…"` is a JSON string, for texts with a line feed or
 * with characters that an editor would not keep. What UTF-8 cannot hold is U+FFFD; of a longer text the first million characters are taken.
 */
export function readLines(bytes: Buffer): string[] {
  const lines = new TextDecoder().decode(bytes).split('\n').map((line) => line.replace(/\r$/, ''));
  return [...new Set(lines.filter((line) => line.trim()).map((line) => wellFormed(meant(line).slice(0, MAX_CHARS))))];
}

function meant(line: string): string {
  if (!line.startsWith('json:')) return line;
  try {
    const text: unknown = JSON.parse(line.slice('json:'.length));
    if (typeof text == 'string' && text) return text;
  } catch { /* then it is not one of these */ }
  return line;
}

export const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');
