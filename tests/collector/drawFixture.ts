// A collector that has prizes, a scripted chance, and the ways tests draw and redeem.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startCollector } from './collectorFixture.ts';
import type { Answer, Running } from './collectorFixture.ts';
import { rowsIn, temporaryFolder } from './databases.ts';
import type { Rows } from './databases.ts';

export const TOKEN = 'a-token-of-the-shop';
export const shopOnly = { Authorization: `Bearer ${TOKEN}` };
export const CODE = /^AUR-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/;

export interface Reply { success: boolean; draw?: string; slice?: string; code?: string | null; error?: { code: string; detail: string };
  valid?: boolean; reason?: string; discount?: { kind: string; value: number } }
export interface Wheel extends Running { prizesFile: string; rows(sql: string): Promise<Rows> }

export const generated = { kind: 'generated', prefix: 'AUR' };
export const percent = (value: number) => ({ kind: 'percent', value });
export function aPrize(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { slice: 'ten', label: '10 % off', weight: 1, stock: null, discount: percent(10), code: generated, ...fields };
}
export const nothing = (weight = 1) => ({ slice: 'none', label: 'Nothing', weight, stock: null, discount: null });

export async function startWheel(t: TestContext, prizes: unknown[], given: Partial<Parameters<typeof startCollector>[1]> = {}): Promise<Wheel> {
  const prizesFile = join(await temporaryFolder(t), 'prizes.json');
  await writeFile(prizesFile, JSON.stringify({ 'spin-to-win': prizes }));
  const collector = await startCollector(t, { writeKeys: [{ key: 'demo', prizesFile }, { key: 'other' }], couponToken: TOKEN, ...given });
  return { ...collector, prizesFile, rows: (sql) => rowsIn(collector.database, sql) };
}

let people = 0;
/** Someone who has not drawn yet. */
export function aDraw(fields: Record<string, unknown> = {}): Record<string, unknown> {
  people += 1;
  return { writeKey: 'demo', draw: randomUUID(), campaign: 'spin-to-win', anonymousId: `visitor-${people}`, email: `visitor${people}@example.com`, consent: true, ...fields };
}

export async function send(origin: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<Reply>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(origin + path, { method: 'POST', body: text, headers: { 'Content-Type': 'text/plain', ...headers } });
  return { status: response.status, headers: response.headers, body: await response.json() as Reply };
}

export const draw = (origin: string, body: unknown = aDraw(), headers: Record<string, string> = {}) => send(origin, '/v1/draws', body, headers);
export const check = (origin: string, fields: Record<string, unknown>, headers: Record<string, string> = shopOnly) =>
  send(origin, '/v1/coupons/check', { writeKey: 'demo', ...fields }, headers);
export const redeem = (origin: string, fields: Record<string, unknown>, headers: Record<string, string> = shopOnly) =>
  send(origin, '/v1/coupons/redeem', { writeKey: 'demo', ...fields }, headers);

export const verdict = ({ status, body }: Answer<Reply>): [number, string | undefined] => [status, body.error?.code];
