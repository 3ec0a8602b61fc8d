import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong, as `rule: selector`, and how many elements it looked at inside a widget (in any shadow root of ours). */
export interface Audit { violations: string[]; seen: number }

/** Of the whole page, or of one part of it. */
export async function audit(page: Page, part?: string): Promise<Audit> {
  await page.evaluate(axe.source);
  // What is still fading in has no contrast yet.
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {}))));
  return page.evaluate(async (selector) => {
    const { violations, passes, incomplete } = await (window as unknown as { axe: typeof axe }).axe.run(selector ? { include: [[selector]] } : document);
    const inside = [...violations, ...passes, ...incomplete].flatMap(({ nodes }) => nodes.map((node) => node.target as unknown[]))
      .filter(([first]) => Array.isArray(first) && first.length > 1 && String(first[0]).includes('data-waymark'));
    return {
      violations: violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)),
      seen: new Set(inside.map((target) => JSON.stringify(target))).size,
    };
  }, part);
}

export const violationsOf = (page: Page): Promise<string[]> => audit(page).then(({ violations }) => violations);
