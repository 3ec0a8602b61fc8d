// Entry of dist/waymark.later.js, loaded when the page is idle and something may be drawn or kept: what touches nodes, what the visitor does, and
// other tabs.
export { createDrawing } from './drawing.ts';
export { createTabs } from './tabs.ts';
export { watchVisitor } from './visitor.ts';
