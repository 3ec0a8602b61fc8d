import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CoreText } from './core.ts';

interface Waiting { resolve(answer: Buffer): void; reject(error: Error): void }

/** The native build as a child process; bindings/native/pipe.cpp gives the frames. Calls may overlap: it answers in order. */
export function openNative(root: string): CoreText {
  const child = spawn(join(root, 'build/native/bindings/native/waymark_pipe'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: Waiting[] = [];
  const fail = (why: string): void => waiting.splice(0).forEach(({ reject }) => reject(new Error(`waymark_pipe: ${why}`)));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => fail(`ended with ${signal ?? code}`));
  child.stdin.on('error', (error) => fail(error.message));
  child.stdout.on('data', unframe((answer) => waiting.shift()!.resolve(answer)));

  const call = (letter: string, text: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(text);
      const head = Buffer.alloc(5, letter);
      head.writeUInt32LE(body.length, 1);
      waiting.push({ resolve, reject });
      child.stdin.write(head);
      child.stdin.write(body);
    });
  return {
    load: async (text) => String(await call('l', text)),
    dispatch: async (text) => String(await call('d', text)),
    dispatchRaw: (text) => call('d', text),
    close: () => child.stdin.end(),
  };
}

function unframe(take: (answer: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let have = 0;
  let need = -1;
  return (chunk) => {
    parts.push(chunk);
    have += chunk.length;
    while (have >= (need < 0 ? 4 : 4 + need)) {
      const all = parts.length > 1 ? Buffer.concat(parts) : parts[0]!;
      need = all.readUInt32LE(0);
      parts = [all];
      if (have < 4 + need) return;
      take(all.subarray(4, 4 + need));
      parts = [all.subarray(4 + need)];
      have -= 4 + need;
      need = -1;
    }
  };
}
