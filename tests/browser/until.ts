const PAUSE_MS = 40;

/** Asks again and again until the answer is truthy; the last answer is in the failure. */
export async function until<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`still not after ${timeoutMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
