// What is loaded when it is needed, each by its name: dist/waymark.<name>.js.
import type * as CookiePart from './cookie.ts';
import type * as Later from './later.ts';
import type { Plain } from './runtime.ts';
import type * as Sources from './sources.ts';

export interface Parts {
  /** What touches nodes, watches the visitor and talks to other tabs: when something may be drawn or kept. */
  later: typeof Later;
  /** Keeps the visitor's id in a cookie: where the tag asks for it. */
  cookie: typeof CookiePart;
  /** Reads what the page says of itself: when a document asks for it. */
  sources: typeof Sources;
  /** The core without WebAssembly. */
  fallback: { default: Plain };
}
export type Bring = <Name extends keyof Parts>(name: Name) => Promise<Parts[Name]>;
