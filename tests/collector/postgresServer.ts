// A PostgreSQL server of the tests' own, in a temporary folder, reached by a socket there.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface PostgresServer { /** Of its first database. */ url: string; stop(): Promise<void> }

/** Undefined where PostgreSQL is not installed. */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer | undefined> {
  const programs = programsFolder();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'waymark-postgres-'));
  const user = unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  const run = { ...user, cwd: folder, stdio: 'ignore' } as const;
  // Unless asked, nothing waits for the disk: nothing here outlives the machine.
  const disk = isDurable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off'];
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'waymark', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'], run);
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses=', ...disk], run);
  const killed = (): void => void server.kill('SIGKILL');
  process.once('exit', killed);
  const url = `postgres://waymark@/postgres?host=${folder}`;
  await answering(url);
  return {
    url,
    async stop() {
      process.off('exit', killed);
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian keeps each version in a folder of its own. */
function programsFolder(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (kind: string): number => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
