// Entry of dist/waymark.consent.js, a script of its own beside the tag: hands on what the visitor has told a consent platform, by IAB TCF 2.2 or
// Google Consent Mode v2. It uses the public API alone. Where several are asked, what one refuses is refused; what none has said is not said.
import type { ConsentPurposes } from './api.ts';

type Verdict = Required<ConsentPurposes>;
type Page = Window & { waymark?: { push(...calls: unknown[]): unknown }; dataLayer?: unknown; __tcfapi?: unknown };
type Told = (verdict: Verdict) => void;

/** A platform that is loaded late is waited for; without it nothing is agreed to. */
const LOOK_MS = 100;
const LOOKS = 600;

interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  listenerId?: number;
  purpose?: { consents?: Record<number, boolean>; legitimateInterests?: Record<number, boolean> };
}

/**
 * IAB TCF 2.2, `addEventListener`: 1 storage, 3 and 4 advertising, 5 and 6 content, 8 and 9 measurement, of which these two may rest on a
 * legitimate interest. While the visitor is still being asked nothing is said.
 */
export function readTcf({ eventStatus, gdprApplies, purpose }: TcData): Verdict | undefined {
  if (gdprApplies === false) return { functional: true, analytics: true, personalization: true, marketing: true };
  if (eventStatus != 'tcloaded' && eventStatus != 'useractioncomplete') return;
  const agreed = (...ids: number[]): boolean => [1, ...ids].every((id) => purpose?.consents?.[id] === true || (id > 7 && purpose?.legitimateInterests?.[id] === true));
  return { functional: agreed(), analytics: agreed(8, 9), personalization: agreed(5, 6), marketing: agreed(3, 4) };
}

function watchTcf(page: Page, told: Told, left = LOOKS): void {
  const { __tcfapi } = page;
  if (typeof __tcfapi == 'function') {
    __tcfapi('addEventListener', 2, (data: TcData | null, isFine: boolean) => {
      const verdict = isFine && data && readTcf(data);
      if (verdict) told(verdict);
    });
  } else if (left > 0) setTimeout(guarded(() => watchTcf(page, told, left - 1)), LOOK_MS);
}

export interface Mode { said: Record<string, unknown>; waitMs: number }

/**
 * One entry of the data layer: `['consent', 'default' | 'update', { analytics_storage: 'granted', … }]`. A default for some regions only counts
 * where it refuses, for the visitor's is not known.
 */
export function takeMode(mode: Mode, entry: unknown): boolean {
  const [command, kind, values] = Array.from((entry ?? []) as ArrayLike<unknown>) as [unknown, unknown, Record<string, unknown> | undefined];
  if (command != 'consent' || (kind != 'default' && kind != 'update') || !values || typeof values != 'object') return false;
  const isLocal = kind == 'default' && Array.isArray(values['region']);
  for (const [name, value] of Object.entries(values)) if (/_storage$|^ad_/.test(name) && (!isLocal || value != 'granted')) mode.said[name] = value;
  mode.waitMs = kind == 'default' ? Number(values['wait_for_update']) || 0 : 0;
  return true;
}

export function verdictOfMode({ said }: Mode): Verdict {
  const agreed = (...names: string[]): boolean => names.every((name) => said[name] === 'granted');
  return {
    functional: agreed('functionality_storage'), analytics: agreed('analytics_storage'), personalization: agreed('personalization_storage'),
    marketing: agreed('ad_storage', 'ad_user_data', 'ad_personalization'),
  };
}

function watchMode(page: Page, told: Told): void {
  const layer = (page.dataLayer ??= []) as unknown[];
  const mode: Mode = { said: Object.create(null), waitMs: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = guarded((entries: unknown[]) => {
    if (!entries.map((entry) => takeMode(mode, entry)).includes(true)) return;
    clearTimeout(timer);
    // An update that is on its way comes first.
    if (mode.waitMs > 0) timer = setTimeout(() => told(verdictOfMode(mode)), mode.waitMs);
    else told(verdictOfMode(mode));
  });
  const { push } = layer;
  layer.push = function (this: unknown, ...entries: unknown[]): number {
    const length = Reflect.apply(push, this, entries);
    take(entries);
    return length;
  };
  take(layer.slice());
}

/** The page's scripts go on, whatever it has in those places. */
function guarded<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch { /* what cannot be read is not agreed to */ }
  };
}

/** Global Privacy Control refuses marketing, whatever a platform says. */
export function watchConsent(page: Page, from: string[]): void {
  const verdicts = new Map<string, Verdict>();
  let last = '';
  const told = (source: string) => (verdict: Verdict): void => {
    verdicts.set(source, verdict);
    if (verdicts.size < from.length) return;
    const all = [...verdicts.values()];
    const purposes: Verdict = { functional: false, analytics: false, personalization: false, marketing: false };
    for (const name of Object.keys(purposes) as (keyof Verdict)[]) purposes[name] = all.every((one) => one[name]);
    if ((page.navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true) purposes.marketing = false;
    const text = JSON.stringify(purposes);
    if (text == last) return;
    last = text;
    (page.waymark ??= [] as never).push(['consent', purposes]);
  };
  if (from.includes('tcf')) guarded(watchTcf)(page, told('tcf'));
  if (from.includes('google')) guarded(watchMode)(page, told('google'));
}

if (typeof document == 'object') {
  guarded(() => {
    const script = document.currentScript;
    if (!(script instanceof HTMLScriptElement)) return;
    const from = (script.dataset['from'] ?? 'tcf').split(/[\s,]+/).filter((name) => name == 'tcf' || name == 'google');
    watchConsent(window as never, from);
  })();
}
