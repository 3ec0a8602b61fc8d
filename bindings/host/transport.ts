import type { Clock } from './api.ts';
import { quote } from './encode.ts';
import { utf8Bytes } from './storage.ts';

export interface Outcome { status: number; body: string; retryAfter?: string }
export interface Transport {
  /** Bodies go out as gzip, which our collectors tell by the first bytes, without a header that would need a preflight. */
  packs: boolean;
  /** Never rejects; status 0 is a network failure or no answer in time. */
  send(bodies: string[], unload: boolean): Promise<Outcome>;
  /** Posts the write key and the members of an object to a path of the collector; never rejects either. */
  ask(path: string, object: string): Promise<Outcome>;
}

const TIMEOUT_MS = 10_000;
/** The browser's limit is 64 KiB for all keepalive requests of the page together, held until each answer has been read to its end. */
const KEEPALIVE_BYTES = 60 * 1024;
const ANSWER_CHARS = 64 * 1024;
const FAILED: Outcome = { status: 0, body: '' };

export function createTransport(collector: string, key: string, fetch: typeof globalThis.fetch, clock: Clock): Transport {
  let keptAlive = 0;

  const envelope = (bodies: string[]): string =>
    `{"writeKey":${quote(key)},"sentAt":"${new Date(clock.now()).toISOString()}","batch":[${bodies.join()}]}`;

  const request = async (text: string, keepalive: boolean, path = '/v1/batch', isPacked = false): Promise<Outcome> => {
    const controller = new AbortController();
    let cancel = () => {};
    const timeout = new Promise<Outcome>((resolve) => {
      cancel = clock.later(TIMEOUT_MS, () => { resolve(FAILED); controller.abort(); });
    });
    const answer = async (): Promise<Outcome> => {
      const body = isPacked ? await pack(text) : text;
      // text/plain needs no preflight, which would die with the page.
      const response = await fetch(collector + path, {
        method: 'POST', body, keepalive, credentials: 'omit', headers: { 'Content-Type': 'text/plain' }, signal: controller.signal,
      });
      const answer = await response.text();
      return { status: response.status, body: answer.slice(0, ANSWER_CHARS), retryAfter: response.headers.get('Retry-After') ?? undefined };
    };
    try {
      return await Promise.race([answer(), timeout]);
    } finally {
      cancel();
    }
  };
  /** Off until it is done: where packing never ends, the next attempt is plain. */
  const pack = async (text: string): Promise<BodyInit> => {
    transport.packs = false;
    const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    transport.packs = true;
    return packed;
  };
  const plain = async (text: string): Promise<Outcome> => {
    if (transport.packs) {
      const outcome = await request(text, false, undefined, true).catch(() => FAILED);
      // A collector that cannot read it must not seem to refuse the events.
      transport.packs &&= outcome.status < 400 || outcome.status > 415;
      if (transport.packs) return outcome;
    }
    return request(text, false).catch(() => FAILED);
  };
  const keepalive = async (body: string, bytes: number): Promise<Outcome> => {
    keptAlive += bytes;
    try {
      return await request(body, true);
    } catch {
      return await plain(body);
    } finally {
      keptAlive -= bytes;
    }
  };

  const transport: Transport = {
    packs: false,
    ask: (path, object) => request(`{"writeKey":${quote(key)},${object.slice(1)}`, false, path).catch(() => FAILED),
    async send(bodies, unload) {
      if (!unload) return plain(envelope(bodies));
      let bytes = utf8Bytes(envelope([]));
      let fitting = 0;
      for (const body of bodies) {
        const more = utf8Bytes(body) + 1;
        if (keptAlive + bytes + more > KEEPALIVE_BYTES) break;
        bytes += more;
        fitting++;
      }
      const rest = bodies.slice(fitting);
      const parts = [];
      if (fitting) parts.push(keepalive(envelope(bodies.slice(0, fitting)), bytes));
      if (rest.length) parts.push(plain(envelope(rest)));
      const outcomes = await Promise.all(parts);
      return outcomes.find(({ status }) => status < 200 || status > 299) ?? outcomes[0] ?? FAILED;
    },
  };
  return transport;
}
