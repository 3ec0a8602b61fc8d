// A collector on a free port over a database of its own, and the ways tests talk to it.
import type { TestContext } from 'node:test';
import { createCollector } from '../../demo-site/collector/server.ts';
import type { CollectorOptions } from '../../demo-site/collector/server.ts';
import { newDatabase } from './databases.ts';

export interface Running { origin: string; database: string; close(): Promise<void> }
export interface Verdict { success: boolean; accepted: number; duplicates: number; rejected: { index: number; messageId: string | null; code: string; detail: string }[] }
export interface Answer<T> { status: number; headers: Headers; body: T }
export interface Failure { success: false; error: { code: string; detail: string } }

export async function startCollector(t: TestContext, given: Partial<CollectorOptions> = {}): Promise<Running> {
  const database = given.database ?? await newDatabase(t);
  const app = await createCollector({ writeKeys: [{ key: 'demo' }], ...given, database });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  return { origin, database, close: () => app.close() };
}

let made = 0;
export function anEvent(fields: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  return { type: 'track', event: 'Product Viewed', messageId: `message-${made}`, anonymousId: 'visitor-1',
    timestamp: new Date().toISOString(), properties: { product_id: 'rouge-04' }, ...fields };
}

export function aBatch(events: unknown[], fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ writeKey: 'demo', batch: events, sentAt: new Date().toISOString(), ...fields });
}

export async function post<T = Verdict>(origin: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const response = await fetch(`${origin}/v1/batch`, { method: 'POST', body: body as BodyInit, headers: { 'Content-Type': 'text/plain', ...headers } });
  return { status: response.status, headers: response.headers, body: await response.json() as T };
}
