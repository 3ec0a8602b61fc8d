import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEffects } from '../../../bindings/host/protocol.ts';
import { buildTargets } from '../../replay/builds.ts';
import { root } from '../waymarkPages.ts';

interface LoopsCore {
  HEAPU8: Uint8Array;
  reserve(bytes: number): number;
  output(): number;
  heapBytes(): number;
  prepare(documentBytes: number, profileBytes: number): number;
  pass(repeats: number): number;
  answers(): number;
  load(environmentBytes: number, documentBytes: number): number;
  dispatch(bytes: number): number;
  keep(bytes: number): number;
  carryOut(): number;
}

export const MODULES = ['core_loops', 'rules_loops'] as const;

export const buildLoops = (): void => buildTargets(root, 'wasm', ...MODULES);

/** A module of loops.cpp: rules and engine, timed inside. */
export async function openLoops(module: (typeof MODULES)[number]): Promise<Loops> {
  const glue = join(root, 'build/wasm', `${module}.mjs`);
  const { default: factory } = await import(pathToFileURL(glue).href);
  return new Loops(await factory({ wasmBinary: readFileSync(glue.replace(/mjs$/, 'wasm')), locateFile: (file: string) => file }));
}

export class Loops {
  constructor(private readonly core: LoopsCore) {}

  heapBytes(): number {
    return this.core.heapBytes();
  }
  prepare(document: string, profiles: string): void {
    if (this.core.prepare(...this.write(document, profiles)) < 0) throw new Error('the document or the profiles cannot be read');
  }
  /** Microseconds a profile. */
  pass(repeats: number): number {
    return this.core.pass(repeats) / 1000;
  }
  answers(): Uint8Array {
    return this.read(this.core.answers());
  }
  load(environment: object, document: string): void {
    if (this.read(this.core.load(...this.write(JSON.stringify(environment), document))).length == 0) throw new Error('the document cannot be loaded');
  }
  dispatch(commands: string): any[] {
    return readEffects(Buffer.from(this.read(this.core.dispatch(...this.write(commands)))).toString());
  }
  /** Microseconds an array of commands, as `dispatch` takes it; and its effects. */
  timeOfDispatch(batches: string[]): number {
    const begin = performance.now();
    for (const batch of batches) this.read(this.core.dispatch(...this.write(batch)));
    return ((performance.now() - begin) * 1000) / batches.length;
  }
  /** The same from what was read to the effects. */
  timeOfCarryingOut(batches: string[]): number {
    if (this.core.keep(...this.write(`[${batches.join()}]`)) != batches.length) throw new Error('the commands cannot be read');
    return this.core.carryOut() / 1000;
  }

  private write<Texts extends string[]>(...texts: Texts): { [Index in keyof Texts]: number } {
    const all = texts.map((text) => Buffer.from(text));
    const at = this.core.reserve(all.reduce((sum, { length }) => sum + length, 0));
    this.core.HEAPU8.set(Buffer.concat(all), at); // read after the call: growth replaces it
    return all.map(({ length }) => length) as any;
  }
  private read(size: number): Uint8Array {
    const at = this.core.output();
    return this.core.HEAPU8.slice(at, at + size);
  }
}
