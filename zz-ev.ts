import { dispatchOften } from './tests/soak/evaluations.ts';
let last = '';
for (const seed of [5]) { try { console.log(seed, await dispatchOften(1_000_000, seed, (t) => { const s = t.split(',')[1]!; if (s != last) console.log(t); last = s; })); } catch (e: any) { console.log(seed, e.message.slice(0, 400)); } }
