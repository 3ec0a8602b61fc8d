import { isIPv6 } from 'node:net';

/** What one customer of a provider has: an address of version 4, the first half of one of version 6. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(ip)) return ip;
  // The URL parser writes it in its one shortest form, so that only the gap is left to fill.
  const [head = '', tail] = new URL(`http://[${ip.split('%')[0]}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...groups(tail)].slice(0, 4).join(':');
}
