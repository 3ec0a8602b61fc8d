// Bundles the host into dist/: `node script/build-host.mjs [--profile] [--core <path of core.mjs>]`.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { binaryen, splitCore, stripped } from './split-core.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const { values: flags } = parseArgs({
  options: { profile: { type: 'boolean' }, core: { type: 'string', default: join(root, 'build/wasm/core.mjs') }, out: { type: 'string', default: join(root, 'dist') } },
});
const glue = resolve(flags.core);
const wasm = glue.replace(/\.mjs$/, '.wasm');
const rulesGlue = join(dirname(glue), 'rules.mjs');
const rulesWasm = rulesGlue.replace(/\.mjs$/, '.wasm');
const dist = resolve(flags.out);

/**
 * What the glue does to fetch and compile the module by itself (Emscripten 3.1.6), though the host gives it the compiled module;
 * overloads, 64-bit integers, integers in memory, though our few functions have none of them. The third is what comes instead.
 */
const UNUSED = [
  ['function locateFile(path)', 'var out=console.log'],
  ['var wasmBinary;', 'var wasmMemory;'],
  ['Module["HEAP8"]=', 'Module["HEAP32"]='],
  ['Module["HEAPF32"]=', '}var wasmTable'],
  ['Module["HEAPU16"]=', '}var wasmTable'],
  ['var runDependencies=0', 'Module["preloadedImages"]',
    'var runDependencies=0,dependenciesFulfilled;function addRunDependency(){runDependencies++}' +
    'function removeRunDependency(){if(!--runDependencies&&dependenciesFulfilled)dependenciesFulfilled()}'],
  ['Module["preloadedImages"]', 'function abort(what)'],
  ['function abort(what)', 'var dataURIPrefix', 'function abort(what){throw Error(what)}'],
  ['var dataURIPrefix', 'function createWasm()'],
  ['function receiveInstantiationResult', 'if(Module["instantiateWasm"])'],
  ['instantiateAsync().catch(readyPromiseReject)', ';return{}'],
  ['if(Module["instantiateWasm"])', ';return{}', 'Module["instantiateWasm"](info,receiveInstance)'],
  ['var func=callback.func', '}}function getWasmTableEntry'],
  ['var char_0', 'function exposePublicSymbol',
    'function throwBindingError(message){throw Error(message)}' +
    'function craftInvokerFunction(name,types,_,invoke,target){return function(...values){return types[0].fromWireType(invoke(target,...values))}}'],
  ['function exposePublicSymbol', 'function heap32VectorToArray', 'function exposePublicSymbol(name,value){Module[name]=value}'],
  ['function embind_init_charCodes', 'function replacePublicSymbol',
    'function readLatin1String(at){var text="";while(HEAPU8[at])text+=String.fromCharCode(HEAPU8[at++]);return text}var throwInternalError=throwBindingError;'],
  ['function replacePublicSymbol', 'function embind__requireFunction', 'function replacePublicSymbol(name,value){Module[name]=value}'],
  ['if(signature.includes("j"))', 'return getWasmTableEntry(rawFunction)'],
  ['var UnboundTypeError', 'var awaitingDependencies', 'var throwUnboundTypeError=throwBindingError;'],
  ['function getShiftFromSize', 'function registerType'],
  ['if(!("argPackAdvance"in', 'registeredTypes[rawType]=registeredInstance'],
  ['var shift=getShiftFromSize', 'var fromWireType=value'],
  ['var isUnsignedType', 'registerType(primitiveType', 'var toWireType;'],
  ['"readValueFromPointer"', 'destructorFunction:null})'],
  ['var oldSize=HEAPU8.length', 'function _setTempRet0',
    'requestedSize>>>=0;var max=_emscripten_get_heap_max();return requestedSize<=max&&' +
    '!!(emscripten_realloc_buffer(Math.min(max,Math.max(requestedSize,buffer.byteLength*1.2)))||emscripten_realloc_buffer(requestedSize))}'],
  ['if(myTypeConverters.length!==myTypes.length)', 'for(var i=0;i<myTypes.length;++i){registerType'],
  ['exposePublicSymbol(name,function(){throwUnboundTypeError', 'whenDependentTypesAreResolved([],argTypes'],
  ['BindingError=Module["BindingError"]', 'var asmLibraryArg'],
  ['var ___wasm_call_ctors=', 'var calledRun'],
];

/** Glue laid out otherwise stays whole: it is only larger. */
function withoutUnused(text) {
  let rest = text;
  for (const [from, to, instead = ''] of UNUSED) {
    const start = rest.indexOf(from);
    const end = rest.indexOf(to, start);
    if (start < 0 || end < 0) return text;
    rest = rest.slice(0, start) + instead + rest.slice(end);
  }
  return rest;
}

/**
 * What the glue has and a page must not: it reads `document.currentScript` unchecked (markup can answer to that name) and
 * writes to the page's console. It looks for its own address, which a bundle has not.
 */
const gluePlugin = {
  name: 'glue',
  setup(build) {
    build.onResolve({ filter: /^waymark-core$/ }, () => ({ path: glue }));
    build.onResolve({ filter: /^waymark-rules-core$/ }, () => ({ path: rulesGlue }));
    build.onLoad({ filter: /\.mjs$/ }, async ({ path }) => {
      if (path != glue && path != rulesGlue) return undefined;
      const text = await readFile(path, 'utf8');
      const contents = withoutUnused(text)
        .replaceAll('import.meta.url', '""')
        .replaceAll(/typeof WebAssembly\s*!=\s*"object"/g, 'false')
        .replaceAll(/extendError\(Error,"\w+"\)/g, 'Error')
        .replaceAll(/typeof document\s*!=\s*"undefined"\s*&&\s*document\.currentScript/g, 'false')
        .replaceAll(/console\.(log|warn|error)\.bind\(console\)/g, '()=>{}');
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Bytes as printable ASCII, 6 % longer and after brotli 2 % longer than the bytes (base64: 35 %): frequent bytes take one
 * character, the others a prefix and one more. The page's character set cannot damage it.
 */
function packed(bytes) {
  const letters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((letter) => !'"\\`$<'.includes(letter));
  const prefixes = 3;
  const single = letters.length - prefixes;
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a]);
  const codes = [];
  order.forEach((byte, rank) => {
    const beyond = rank - single;
    codes[byte] = beyond < 0 ? letters[prefixes + rank] : letters[Math.floor(beyond / letters.length)] + letters[beyond % letters.length];
  });
  return { letters: letters.join(''), prefixes, order, size: bytes.length, text: Array.from(bytes, (byte) => codes[byte]).join('') };
}

const wasmPlugin = {
  name: 'wasm',
  setup(build) {
    build.onResolve({ filter: /^waymark-wasm$/ }, () => ({ path: wasm, namespace: 'packed' }));
    build.onLoad({ filter: /.*/, namespace: 'packed' }, async () => {
      const { letters, prefixes, order, size, text } = packed(whole);
      return {
        contents: `
          const letters = ${JSON.stringify(letters)}, order = [${order}], text = ${JSON.stringify(text)};
          export function bytes() {
            const ranks = [], out = new Uint8Array(${size});
            for (let i = 0; i < letters.length; i++) ranks[letters.charCodeAt(i)] = i;
            for (let i = 0, at = 0; i < text.length; i++) {
              const rank = ranks[text.charCodeAt(i)];
              out[at++] = order[rank < ${prefixes} ? ${letters.length - prefixes} + rank * ${letters.length} + ranks[text.charCodeAt(++i)] : rank - ${prefixes}];
            }
            return out;
          }`,
        loader: 'js',
      };
    });
  },
};

/** A core that cannot be parted does its work in one piece. */
function parts() {
  try {
    const { start, draw } = splitCore(wasm, styles.length);
    return { 'waymark.wasm': start, 'waymark.draw.wasm': draw };
  } catch (error) {
    console.error(`waymark.wasm stays in one piece: ${error.message}`);
    return { 'waymark.wasm': whole };
  }
}

/** The core as JavaScript, by Binaryen's wasm2js: it takes the glue's imports and gives what an instance exports. Made anew when the core has changed. */
async function buildFallback() {
  const file = join(dist, 'waymark.fallback.js');
  const mark = `// ${createHash('sha256').update(whole).digest('hex')}`;
  if (existsSync(file) && (await readFile(file, 'utf8')).endsWith(mark)) return;
  const module = join(dist, 'waymark.full.wasm');
  await writeFile(module, whole);
  try {
    const contents = binaryen('wasm2js', '--emscripten', '-Oz', module, '-o', '-') + '\nexport default instantiate;';
    const { code } = await esbuild.transform(contents, { minify: true, target: 'es2020', charset: 'ascii', format: 'esm', footer: mark });
    await writeFile(file, code.trimEnd());
  } catch (error) {
    console.error(`waymark.fallback.js is not built: ${error.message.split('\n')[0]}`);
  }
}

const shared = { bundle: true, minify: true, target: 'es2020', charset: 'ascii', legalComments: 'none', logLevel: 'warning', plugins: [gluePlugin, wasmPlugin], metafile: true };
const entry = (file) => join(root, 'bindings/host', file);
const outputs = [
  { entryPoints: [entry('tag.ts')], outfile: join(dist, 'waymark.js'), format: 'iife' },
  { entryPoints: [entry('single.ts')], outfile: join(dist, 'waymark.single.js'), format: 'iife' },
  { entryPoints: [entry('npm.ts')], outfile: join(dist, 'waymark.mjs'), format: 'esm' },
  { entryPoints: [entry('later.ts')], outfile: join(dist, 'waymark.later.js'), format: 'esm' },
  { entryPoints: [entry('sources.ts')], outfile: join(dist, 'waymark.sources.js'), format: 'esm' },
  { entryPoints: [entry('cookie.ts')], outfile: join(dist, 'waymark.cookie.js'), format: 'esm' },
  { entryPoints: [entry('consent.ts')], outfile: join(dist, 'waymark.consent.js'), format: 'iife' },
  { entryPoints: [entry('inspect.ts')], outfile: join(dist, 'waymark.inspect.js'), format: 'iife' },
  { entryPoints: [entry('rules.ts')], outfile: join(dist, 'rules.mjs'), format: 'esm' },
];

for (const made of [glue, rulesGlue]) {
  if (existsSync(made)) continue;
  console.error(`${made} is missing: build the core first (script/build), or name another with --core`);
  process.exit(1);
}
const whole = stripped(wasm);
const styles = (await readdir(join(root, 'sdk/src/widgets'), { recursive: true })).filter((name) => name.endsWith('.css'));
const modules = { 'waymark.full.wasm': whole, ...parts() };
await mkdir(dist, { recursive: true });
const results = await Promise.all(outputs.map((output) => esbuild.build({ ...shared, ...output })));
await buildFallback();
for (const [name, bytes] of Object.entries(modules)) await writeFile(join(dist, name), bytes);
await copyFile(rulesWasm, join(dist, 'rules.wasm'));
await copyFile(entry('api.ts'), join(dist, 'waymark.d.ts'));
await copyFile(entry('rulesApi.ts'), join(dist, 'rules.d.ts'));
const schemas = join(root, 'sdk/schema');
if (existsSync(schemas)) {
  for (const name of await readdir(schemas)) {
    if (!name.endsWith('.json')) continue;
    await mkdir(join(dist, 'schema'), { recursive: true });
    await copyFile(join(schemas, name), join(dist, 'schema', name));
  }
}

if (flags.profile) {
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const line = (...cells) => console.log(cells[0].padEnd(20), ...cells.slice(1).map((cell) => String(cell).padStart(8)));
  line('file', 'raw', 'gzip', 'brotli');
  for (const file of [...outputs.map(({ outfile }) => outfile), ...[...Object.keys(modules), 'rules.wasm'].map((name) => join(dist, name))]) {
    const bytes = await readFile(file);
    line(basename(file), bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes));
  }
  for (const [name, { bytesInOutput }] of Object.entries(Object.values(results[0].metafile.outputs)[0].inputs)) line('  ' + basename(name), bytesInOutput);
}
