// Emscripten's output; script/build-host.mjs resolves it to build/wasm/core.mjs.
declare module 'waymark-core' {
  const factory: import('./runtime.ts').CoreFactory;
  export default factory;
}
// The bytes of waymark.full.wasm, packed into text by script/build-host.mjs.
declare module 'waymark-wasm' {
  export const bytes: () => Uint8Array<ArrayBuffer>;
}
