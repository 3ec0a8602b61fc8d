import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';

export interface Line { number: number; text: string }

/**
 * The lines of a UTF-8 file, gunzipped when it begins as gzip does. Only LF and CRLF end a line: U+2028 may stand in JSON.
 * `read` is told the bytes taken from the file so far. Rejects when the file cannot be read to its end.
 */
export async function* linesOf(path: string, read: (bytes: number) => void): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of await bytesOf(path, read)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    for (const part of parts) yield { number: ++number, text: withoutReturn(part) };
  }
  rest += decoder.decode();
  if (rest) yield { number: ++number, text: withoutReturn(rest) };
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

async function bytesOf(path: string, read: (bytes: number) => void): Promise<Readable> {
  const isPacked = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  file.on('data', () => read(file.bytesRead));
  if (!isPacked) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead == 2 && buffer[0] == 0x1f && buffer[1] == 0x8b;
  } finally {
    await file.close();
  }
}
