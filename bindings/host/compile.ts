/**
 * Mode and credentials are the defaults of `fetch`, so that `<link rel="preload" as="fetch" crossorigin>` is reused.
 * A server that sends another MIME type only costs the streaming.
 */
export async function compileFrom(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw `${response.status} ${url}`;
  const copy = response.clone();
  return WebAssembly.compileStreaming(response).catch(async () => WebAssembly.compile(await copy.arrayBuffer()));
}
