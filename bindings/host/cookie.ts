// Entry of dist/waymark.cookie.js, loaded where the tag says `data-cookie`: the visitor's id in a cookie that every subdomain of the site sees.
// What the id is, and whether one may be kept, the core decides.

export interface Cookie {
  read(): string | undefined;
  /** Null takes the cookie away. */
  keep(id: string | null): void;
}
export interface Ports {
  window: { document: { cookie: string }; location: { hostname: string; protocol: string } };
  /** `name`, or `name collector`: the collector sets it (Safari keeps what a page sets for a week). */
  cookie: string;
  collector: string;
  key: string;
  fetch: typeof globalThis.fetch;
}

/** 13 months; the core ends the visitor then, too. */
const SECONDS = 395 * 86_400;
const PROBE = 'wm.probe';

/** Throws where there are no cookies at all, as in a sandboxed frame. */
export function open({ window: { document, location }, cookie: setting, collector, key, fetch }: Ports): Cookie {
  const [name = '', by] = setting.trim().split(/\s+/);
  if (!/^[\w.-]{1,40}$/.test(name)) throw 'data-cookie needs a name of up to 40 letters, digits, _, . or -';
  const secure = location.protocol == 'https:' ? '; Secure' : '';
  const set = (cookie: string, seconds: number, domain: string): void => {
    document.cookie = `${cookie}; Path=/; Max-Age=${seconds}; SameSite=Lax${domain && '; Domain=' + domain}${secure}`;
  };
  const find = (wanted: string): string | undefined =>
    document.cookie.split('; ').find((one) => one.startsWith(wanted + '='))?.slice(wanted.length + 1);

  /** From the widest name down to the host itself; browsers refuse those that are public, as `co.uk`. An address has none. */
  const labels = /^[\d.]+$|:/.test(location.hostname) ? [] : location.hostname.split('.');
  const domains = labels.slice(1).map((_, index) => labels.slice(-2 - index).join('.'));
  const widest = (): string => domains.find((domain) => {
    set(PROBE + '=1', 9, domain);
    const isTaken = !!find(PROBE);
    set(PROBE + '=', 0, domain);
    return isTaken;
  }) ?? '';

  const read = (): string | undefined => {
    const id = find(name);
    return id && /^[\w.-]{1,99}$/.test(id) ? id : undefined;
  };
  const ask = (anonymousId: string): Promise<unknown> =>
    fetch(collector + '/v1/id', {
      method: 'POST', credentials: 'include', headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify({ writeKey: key, anonymousId }),
    }).catch(() => {});
  const put = (id: string): void => set(`${name}=${id}`, SECONDS, widest());
  read();
  return {
    read,
    keep(id) {
      if (id == null) {
        if (find(name) != null) for (const domain of ['', ...domains]) set(name + '=', 0, domain);
      } else if (by != 'collector') put(id);
      // What it cannot set, as when it has another site's name, the page does.
      else if (read() != id) ask(id).then(() => { if (read() != id) put(id); });
    },
  };
}
