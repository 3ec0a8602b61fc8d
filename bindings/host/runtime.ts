// The only file that sees wasm memory.
import { ABI_VERSION } from './protocol.ts';

/** What Emscripten's module offers; see bindings/embind/bindings.cpp. */
export interface Core {
  HEAPU8: Uint8Array;
  abiVersion(): number;
  reserve(bytes: number): number;
  load(bytes: number): number;
  dispatch(bytes: number): number;
  output(): number;
  /** Brings the module that draws and explains; once for an instance, unless it fails. */
  extend(): Promise<unknown>;
}
export type CoreFactory<Module = Omit<Core, 'extend'>> = (overrides: {
  locateFile(file: string): string;
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): object;
}) => Promise<Module>;

export type MakeCore = (spared: (cause: unknown) => void) => Promise<Core>;

export interface Runtime {
  /** Makes a fresh instance; the one before is never called again. */
  open(): Promise<void>;
  /** Any throw is a trap: the instance would still answer, wrongly, so it is dropped before the throw goes on. */
  call(entry: 'load' | 'dispatch', text: string): string;
  extend(): Promise<unknown>;
}

const SHORT_TEXT = 1 << 16;

export function createRuntime(instantiate: () => Promise<Core>): Runtime {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let core: Core | undefined;

  // Growth replaces HEAPU8, so it is read again after every call. One UTF-16 unit is at most three bytes; measuring a
  // long text first is cheaper than reserving three times its length.
  const write = (into: Core, text: string): number => {
    if (text.length < SHORT_TEXT) {
      const at = into.reserve(text.length * 3);
      return encoder.encodeInto(text, into.HEAPU8.subarray(at)).written;
    }
    const bytes = encoder.encode(text);
    const at = into.reserve(bytes.length);
    into.HEAPU8.set(bytes, at);
    return bytes.length;
  };
  return {
    async open() {
      core = undefined;
      const fresh = await instantiate();
      if (fresh.abiVersion() !== ABI_VERSION) throw new Error('waymark.wasm is of another version');
      core = fresh;
    },
    call(entry, text) {
      const used = core!;
      core = undefined;
      const bytes = used[entry](write(used, text));
      const at = used.output();
      const answer = decoder.decode(used.HEAPU8.subarray(at, at + bytes));
      core = used;
      return answer;
    },
    extend: async () => core?.extend(),
  };
}

/** The core as JavaScript (waymark.fallback.js): makes an instance out of what it imports. */
export type Plain = (imports: WebAssembly.ModuleImports) => WebAssembly.Exports;
type Compile = () => WebAssembly.Module | Promise<WebAssembly.Module>;

/** An instance of a compiled module; synchronously where the browser permits it. `made` gets what it exports. */
export function instantiate<Module>(factory: CoreFactory<Module>, compiled: WebAssembly.Module | Plain, made?: (exports: WebAssembly.Exports) => void): Promise<Module> {
  return new Promise((resolve, reject) => {
    factory({
      locateFile: (file) => file,
      instantiateWasm(imports, receive) {
        const take = (instance: WebAssembly.Instance): void => {
          made?.(instance.exports);
          receive(instance);
        };
        if (typeof compiled == 'function') {
          take({ exports: compiled(Object.values(imports)[0]!) });
          return {};
        }
        let instance;
        try {
          instance = new WebAssembly.Instance(compiled, imports);
        } catch {
          WebAssembly.instantiate(compiled, imports).then(take).catch(reject);
        }
        if (instance) take(instance);
        return {};
      },
    }).then(resolve, reject);
  });
}

/**
 * Instances of one compiled module. `part` is the module that extends it by its own exports (script/split-core.mjs). Where the module cannot be
 * had or run, `spare` is asked for in the same task; that core is whole, and `spared` is told why.
 */
export function instantiator(factory: CoreFactory, module: Compile, part: Compile, spare: () => Promise<{ default: Plain }>): MakeCore {
  let compiled: WebAssembly.Module | Plain;
  let drawing: WebAssembly.Module | undefined;
  return async (spared) => {
    let exports: WebAssembly.Exports;
    let arrival: Promise<unknown> | undefined;
    const bring = async (): Promise<void> => {
      drawing ??= await part();
      await WebAssembly.instantiate(drawing, { a: exports } as WebAssembly.Imports);
    };
    const made = async (): Promise<Omit<Core, 'extend'>> => instantiate(factory, (compiled ??= await module()), (own) => { exports = own; });
    const core = await made().catch((error) => {
      spared(error);
      return spare().then((plain) => {
        compiled = plain.default;
        return made();
      });
    });
    return Object.assign(core, {
      extend: () => arrival ??= bring().catch((error) => {
        arrival = undefined;
        throw error;
      }),
    });
  };
}
