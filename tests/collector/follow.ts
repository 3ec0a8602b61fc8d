// Reads a live feed message by message.
import type { TestContext } from 'node:test';

export interface Message { id: string; event: string; data: { [key: string]: unknown } }

/** `next(n)` waits for n more messages. */
export async function follow(t: TestContext, url: string, headers: Record<string, string> = {}) {
  const stopper = new AbortController();
  t.after(() => stopper.abort());
  const response = await fetch(url, { headers, signal: stopper.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const blocks: string[] = [];
  let rest = '';

  async function nextBlock(): Promise<string> {
    while (blocks.length === 0) {
      const { done, value } = await reader.read();
      if (done) throw new Error('the feed ended');
      const parts = (rest + value).split('\n\n');
      rest = parts.pop()!;
      blocks.push(...parts);
    }
    return blocks.shift()!;
  }
  async function next(count: number): Promise<Message[]> {
    const messages: Message[] = [];
    while (messages.length < count) {
      const block = await nextBlock();
      if (block.includes('data: ')) messages.push(parse(block));
    }
    return messages;
  }
  return { response, next, nextBlock, stop: () => stopper.abort() };
}

function parse(block: string): Message {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
  return { id: fields['id'] ?? '', event: fields['event'] ?? 'message', data: JSON.parse(fields['data']!) };
}
