import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, Refusal } from './refusal.ts';

export type Build = 'native' | 'wasm';
const PRODUCTS = {
  native: { file: 'build/native/bindings/native/waymark_pipe', target: 'waymark_pipe' },
  wasm: { file: 'build/wasm/core.mjs', target: 'core' },
};

export const isBuilt = (root: string, build: Build): boolean => existsSync(join(root, PRODUCTS[build].file));

let failure: unknown;

/** Builds what is missing; what is there is taken as it is. A build that failed is not tried again. */
export function ensureBuilt(root: string, build: Build, say: (text: string) => void): void {
  if (isBuilt(root, build)) return;
  if (failure) throw failure;
  say(`building the core (${build}), once …`);
  buildTargets(root, build, PRODUCTS[build].target);
}

/** Brings targets up to date. */
export function buildTargets(root: string, build: Build, ...targets: string[]): void {
  const env = build == 'wasm' ? { ...process.env, EMSCRIPTEN_ROOT: process.env.EMSCRIPTEN_ROOT ?? emscriptenRoot() } : process.env;
  const cmake = (...args: string[]): void => run('cmake', args, root, env);
  // Without the core's tests, which need Catch2; script/test turns them on for a folder of its own making.
  if (!existsSync(join(root, 'build', build, 'build.ninja'))) cmake('--preset', build, '-DWAYMARK_TESTS=OFF');
  cmake('--build', '--preset', build, '--target', ...targets);
}

function emscriptenRoot(): string {
  try {
    return execFileSync('em-config', ['EMSCRIPTEN_ROOT'], { encoding: 'utf8' }).trim();
  } catch (error) {
    throw new Refusal(`Emscripten is missing (${reasonOf(error)}): install it, or name it by EMSCRIPTEN_ROOT`);
  }
}

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): void {
  try {
    execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: Buffer; stderr?: Buffer };
    throw (failure = new Refusal(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`));
  }
}
