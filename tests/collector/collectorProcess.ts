// The collector as a process of its own: to be killed, starved, and measured from outside.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../demo-site/collector/main.ts', import.meta.url));
const usual = [process.execPath, '--import', 'tsx', main];

/** `shell` runs before it, in the same process. */
export async function startProcess(t: TestContext, database: string, { shell = '', options = [] as string[] } = {}): Promise<{ process: ChildProcess; origin: string }> {
  const child = spawn('bash', ['-c', `${shell}\nexec "$@"`, 'collector', ...usual, '--port', '0', '--database', database, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout!)) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin) return { process: child, origin };
  }
  throw new Error('the collector did not start');
}

export const unlimited = ['address', 'key', 'visitor'].flatMap((name) => ['--rate', `${name}=1000000`]);
