/**
 * Mode and credentials are the defaults of `fetch`, so that `<link rel="preload" as="fetch" crossorigin>` is reused. A server that
 * sends another MIME type only costs the streaming.
 */
export async function compileFrom(url: string, signal?: AbortSignal): Promise<WebAssembly.Module> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw `${response.status} ${url}`;
  const isStreamable = !!WebAssembly.compileStreaming && /^application\/wasm/.test(response.headers.get('Content-Type')!);
  return isStreamable ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** The same, given up after five seconds where the browser knows how to. */
export const compileSoon = (url: string): Promise<WebAssembly.Module> => compileFrom(url, AbortSignal.timeout?.(5000));

/** `core.draw.wasm` beside `core.wasm`. */
export const partOf = (url: URL): string => url.href.replace(/(\.wasm)?(\?|$)/, '.draw.wasm$2');
