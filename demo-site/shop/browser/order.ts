import { orderCompleted } from './events.ts';
import { pageData } from './page.ts';

/** The server leaves the order out of the page once it was reported; the browser remembers until then. */
export function trackOrderOnce(): void {
  const { order } = pageData;
  if (!order) return;
  const key = `aurelle.tracked.${order.order_id}`;
  if (sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, '1');
  orderCompleted(order);
  void fetch(`${location.pathname}/reported`, { method: 'POST', keepalive: true }).catch(() => {});
}
