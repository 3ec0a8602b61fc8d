import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with the page, as `rule: selector`. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // What is still fading in has no contrast yet.
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {}))));
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
  });
}
