// How things look and lie on a page.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** Goes to the folder SCREENSHOTS, when that is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

/** Consent of an earlier visit: no click that would excuse a shift or take the focus. */
export const agreed = (context: BrowserContext, shop: string): Promise<void> =>
  context.addCookies([{ name: 'aurelle_consent', value: 'functional.analytics.personalization.marketing', url: shop }]);

export const painted = (page: Page): Promise<unknown> => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Transitions over. */
export const still = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.all([...document.querySelectorAll('[data-waymark]')].flatMap((host) => host.shadowRoot!.getAnimations()).map(({ finished }) => finished)));

export interface Box { x: number; y: number; width: number; height: number }
export async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  assert.ok(box, `${selector} has no box`);
  return box;
}

/** The element that has the focus, looked for in shadow trees too, with what is drawn around it. */
export const focused = (page: Page): Promise<{ text: string; outline: string; isVisible: boolean; inWaymark: boolean }> =>
  page.evaluate(() => {
    let element = document.activeElement!;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      text: element.getAttribute('aria-label') ?? element.textContent!.trim(), outline: `${outlineStyle} ${outlineWidth}`,
      isVisible: element.matches(':focus-visible'), inWaymark: element.getRootNode() instanceof ShadowRoot,
    };
  });

/** Layout shifts that no input excuses are listed in `window.shifts` from the start of each page. */
export const watchShifts = (context: BrowserContext): Promise<unknown> => context.addInitScript(`
    window.shifts = [];
    const nameOf = ({ node }) => node && (node.className || node.nodeName);
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, value, sources } of list.getEntries()) if (!hadRecentInput) shifts.push(value.toFixed(5) + ' ' + sources.map(nameOf));
    }).observe({ type: 'layout-shift', buffered: true });`);

/** Keeps the campaigns back until the function it gives is called, so that what moves after that moves because of them. */
export async function holdDocument(context: BrowserContext): Promise<() => void> {
  let release = (): void => {};
  const isReleased = new Promise<void>((resolve) => { release = resolve; });
  await context.route('**/v1/document/*', (route) => isReleased.then(() => route.continue()));
  return release;
}

/** Where every element of the page's own lies, in the document. */
export const places = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('body, body *')].filter((element) => !element.closest('[data-waymark]')).map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.nodeName, x + scrollX, y + scrollY, width, height].join(' ');
  }));
