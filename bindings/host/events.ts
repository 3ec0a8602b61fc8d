import type { WaymarkError } from './api.ts';

const KEPT_ERRORS = 10;
type Handler = (detail: any) => void;

export interface Events {
  emit(event: string, detail: unknown): void;
  on(event: string, handler: Handler): () => void;
  report(code: string, path: string, cause: unknown): WaymarkError;
}

/** What the page listens to. `ready` and the last errors are kept for handlers that come late. */
export function createEvents(warn: (text: string) => void): Events {
  const handlers = new Map<string, Set<Handler>>();
  let errors: unknown[] = [];
  let readiness: unknown[] = [];
  let warned = false;

  // A handler is the page's code: what it throws must stop neither the SDK nor the other handlers.
  const call = (handler: Handler, event: string, detail: unknown): void => {
    try {
      handler(detail);
    } catch (error) {
      if (event != 'error') report('handler', event, error);
    }
  };
  const emit = (event: string, detail: unknown): void => {
    if (event == 'error') errors = [...errors, detail].slice(-KEPT_ERRORS);
    if (event == 'ready') readiness = [detail];
    for (const handler of [...(handlers.get(event) ?? [])]) call(handler, event, detail);
  };
  const report = (code: string, path: string, cause: unknown): WaymarkError => {
    const error = { code, path, detail: '' + cause };
    if (!warned) warn(`waymark: ${code} ${path}: ${error.detail}`);
    warned = true;
    emit('error', error);
    return error;
  };
  return {
    emit,
    report,
    on(event, handler) {
      const all = handlers.get(event) ?? new Set();
      handlers.set(event, all.add(handler));
      const past = event == 'error' ? errors : event == 'ready' ? readiness : [];
      Promise.resolve().then(() => past.forEach((detail) => all.has(handler) && call(handler, event, detail)));
      return () => { all.delete(handler); };
    },
  };
}
