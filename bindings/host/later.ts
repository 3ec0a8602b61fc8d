// Entry of dist/waymark.later.js, loaded when the page is idle and something may be drawn or kept: what touches nodes, what the visitor does and
// may ask for, and other tabs.
export { createDrawing } from './drawing.ts';
export { exportData, forget } from './privacy.ts';
export { createTabs } from './tabs.ts';
export { watchVisitor } from './visitor.ts';
