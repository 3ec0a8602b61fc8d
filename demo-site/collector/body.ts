// From the bytes of a request to a JSON value: media type, gzip, UTF-8, JSON. Nothing after this file sees bytes.
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

const inflate = promisify(gunzip);
/** No JSON begins so. A page that names the encoding in a header has to ask for permission first (CORS), so the SDK does not. */
const isGzip = (raw: Buffer): boolean => raw[0] === 0x1f && raw[1] === 0x8b;

/** Throws a Refusal: 400 for what cannot be read, 413 for too much, 415 for another encoding. */
export async function decodeBody(raw: Buffer, contentType: string, contentEncoding: string): Promise<unknown> {
  requireUtf8(contentType);
  const bytes = await decompress(raw, contentEncoding.trim().toLowerCase());
  return parseJson(readUtf8(bytes));
}

function requireUtf8(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([^;"\s]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new Refusal(415, 'wrong_charset', 'Send the body in UTF-8.');
}

async function decompress(raw: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity') {
    if (!isGzip(raw)) return raw;
  } else if (encoding !== 'gzip') throw new Refusal(415, 'wrong_encoding', 'The only content encoding understood is gzip.');
  try {
    // zlib counts while it inflates and stops at the bound, so a bomb never gets its memory.
    return await inflate(raw, { maxOutputLength: limits.batchBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal(413, 'batch_too_large', `A batch may have at most ${limits.batchBytes} bytes once inflated.`);
    throw new Refusal(400, 'bad_gzip', 'The body is not valid gzip.');
  }
}

function readUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'bad_utf8', 'The body is not valid UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'bad_json', 'The body is not valid JSON.');
  }
}
