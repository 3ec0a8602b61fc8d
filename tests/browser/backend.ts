// The real collector over a database file, which can go away, be another server for a while, and come back to its port.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import Database from 'libsql';
import { createCollector } from '../../demo-site/collector/server.ts';

/** An event as it was sent, in Segment's form. */
export interface Event {
  type: string;
  event?: string;
  name?: string;
  userId?: string;
  messageId: string;
  anonymousId: string;
  timestamp: string;
  properties: Record<string, any>;
  traits?: Record<string, unknown>;
  context: Record<string, any>;
  [field: string]: unknown;
}
export interface Asked { method: string; path: string; headers: IncomingMessage['headers'] }

export interface Backend {
  readonly origin: string;
  readonly documentFile: string;
  /** Every request that reached the port, whoever answered it. */
  readonly asked: Asked[];
  /** What the database file holds, in the order of arrival. */
  events(): Event[];
  deadLetters(): { code: string }[];
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops the collector; another server answers on its port until `start`. */
  standIn(answer: RequestListener): Promise<void>;
  /** The collector goes on; of so many of its answers to batches that follow, the socket is cut before the first byte, or in the midst of them. */
  cutAnswers(count: number, where: 'before' | 'within'): void;
}

/** What the shop's server shows to redeem coupons. */
export const COUPON_TOKEN = 'between-shop-and-collector';

/** `prizes`: what campaigns have to win, as in demo-site/prizes.json. */
export async function openBackend(folder: string, document: object | string, studioDirectory?: string, prizes: object = {}): Promise<Backend> {
  const database = join(folder, 'events.db');
  const documentFile = join(folder, 'waymark.json');
  const prizesFile = join(folder, 'prizes.json');
  writeFileSync(prizesFile, JSON.stringify(prizes));
  writeFileSync(documentFile, typeof document == 'string' ? document : JSON.stringify(document));
  const asked: Asked[] = [];
  let collector: FastifyInstance | undefined;
  let other: Server | undefined;
  let origin = '';
  let cuts = 0;
  let isCutWithin = false;

  const cut: RequestListener = ({ method, socket }, response) => {
    if (method != 'POST' || cuts == 0) return;
    cuts--;
    // What is stored is answered only after the commit.
    response.end = () => {
      if (!isCutWithin) socket.destroy();
      else socket.end('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 1000\r\n\r\n{"success"');
      return response;
    };
  };
  const listenTo = (server: Server): void => {
    server.on('request', ({ method, url, headers }) => asked.push({ method: method!, path: url!, headers }));
  };
  const backend: Backend = {
    get origin() { return origin; },
    documentFile,
    asked,
    events: () => rows(database, 'SELECT body FROM events ORDER BY id').map(({ body }) => JSON.parse(body as string) as Event),
    deadLetters: () => rows(database, 'SELECT * FROM dead_letter') as { code: string }[],
    async stop() {
      await collector?.close();
      collector = undefined;
      other?.closeAllConnections();
      await new Promise((closed) => (other ? other.close(closed) : closed(undefined)));
      other = undefined;
    },
    async start() {
      await backend.stop();
      collector = await createCollector({ database, writeKeys: [{ key: 'demo', documentFile, prizesFile }], studioDirectory, couponToken: COUPON_TOKEN });
      listenTo(collector.server);
      collector.server.prependListener('request', cut);
      origin = await collector.listen({ port: portOf(origin), host: '127.0.0.1' });
    },
    async standIn(answer) {
      await backend.stop();
      const server = (other = createServer(answer));
      listenTo(server);
      await new Promise<void>((listening) => server.listen(portOf(origin), '127.0.0.1', listening));
    },
    cutAnswers(count, where) {
      cuts = count;
      isCutWithin = where == 'within';
    },
  };
  await backend.start();
  return backend;
}

function portOf(origin: string): number {
  return origin ? Number(new URL(origin).port) : 0;
}

function rows(database: string, sql: string): Record<string, unknown>[] {
  const db = new Database(database);
  try {
    return db.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    db.close();
  }
}

/** `Product Viewed`, `page`, `identify` … */
export const nameOf = ({ type, event }: Event): string => event ?? type;
