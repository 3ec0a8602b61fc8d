// A shop on a free port with its own database, and a visitor who keeps cookies.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildShop } from '../../demo-site/shop/build.mjs';
import type { PageData } from '../../demo-site/shop/page_data.ts';
import { createShop, type ShopOptions } from '../../demo-site/shop/server.ts';

export interface OpenShop {
  origin: string;
  database: string;
  close(): Promise<void>;
}

export const COLLECTOR = 'http://collector.test:9000';

/** The SDK's files are stubs that do nothing: these tests are about the shop. */
export async function openShop(options: Pick<ShopOptions, 'coupons'> = {}): Promise<OpenShop> {
  const directory = mkdtempSync(join(tmpdir(), 'waymark-shop-'));
  const database = join(directory, 'shop.db');
  for (const name of ['waymark.js', 'waymark.wasm']) writeFileSync(join(directory, name), '');
  await buildShop(join(directory, 'build'));
  const shop = await createShop({
    database,
    collectorOrigin: COLLECTOR,
    distDirectory: directory,
    buildDirectory: join(directory, 'build'),
    ...options,
  });
  await shop.listen({ port: 0, host: '127.0.0.1' });
  const { port } = shop.server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    database,
    close: async () => {
      await shop.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export class Visitor {
  cookie = '';

  constructor(private readonly shop: OpenShop) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers: { accept: 'text/html', ...headers } });
  }

  post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { origin: this.shop.origin, accept: 'text/html', ...headers },
    });
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  async data(path: string): Promise<PageData> {
    return pageDataOf(await this.text(path));
  }

  async add(product: string, variant: string, quantity = 1): Promise<void> {
    await this.post('/cart/add', { product, variant, quantity: String(quantity) });
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const response = await fetch(this.shop.origin + path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(this.cookie && { cookie: this.cookie }) },
    });
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    return response;
  }
}

export function pageDataOf(page: string): PageData {
  return JSON.parse(
    /<script type="application\/json" id="page-data">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}',
  ) as PageData;
}

export const DETAILS = {
  email: 'anna@example.com',
  firstName: 'Anna',
  lastName: 'Berg',
  address: 'Lindenstraße 5',
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  delivery: 'standard',
  payment: 'invoice',
};
