import type { CartAnswer, CartState } from '../page_data.ts';
import { productAdded, productRemoved } from './events.ts';
import { all, setText } from './page.ts';

let queue: Promise<unknown> = Promise.resolve();

async function post(form: HTMLFormElement, body: URLSearchParams): Promise<CartAnswer> {
  const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${form.action}: ${response.status}`);
  return (await response.json()) as CartAnswer;
}

function trackChange({ change: { product, from, to } }: CartAnswer): void {
  if (to > from) productAdded({ ...product, quantity: to - from });
  if (to < from) productRemoved({ ...product, quantity: from - to });
}

export function showBag(state: CartState): void {
  for (const badge of all('[data-bag-count]')) {
    badge.textContent = String(state.count);
    badge.hidden = state.count === 0;
  }
  setText('[data-delivery-text]', state.texts.delivery);
  for (const progress of all<HTMLProgressElement>('[data-delivery-progress]')) progress.value = state.delivery.reached;
}

/** Sends the form's change of the bag, one after the other. Where that fails the browser submits the form itself. */
export function changeBag(form: HTMLFormElement, show: (answer: CartAnswer) => void): void {
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  form.setAttribute('aria-busy', 'true');
  queue = queue.then(async () => {
    try {
      const answer = await post(form, body);
      trackChange(answer);
      showBag(answer);
      show(answer);
    } catch {
      form.submit();
    } finally {
      form.removeAttribute('aria-busy');
    }
  });
}

/** A page that comes back from the browser's memory shows an old bag. */
export function refreshBagOnReturn(): void {
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    if (document.body.matches('.page-cart, .page-checkout')) return location.reload();
    const href = document.querySelector<HTMLAnchorElement>('.bag-link')?.href;
    if (href)
      void fetch(href, { headers: { accept: 'application/json' } })
        .then((answer) => answer.json() as Promise<CartState>)
        .then(showBag, () => {});
  });
}
