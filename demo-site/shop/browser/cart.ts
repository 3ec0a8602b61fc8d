import type { CartAnswer } from '../page_data.ts';
import { changeBag } from './bag.ts';
import { all, onSubmit, one, pageData, setText } from './page.ts';

function showLine(row: HTMLElement, line: CartAnswer['lines'][number]): void {
  setText('[data-line-amount]', line.amount, row);
  const input = one<HTMLInputElement>('input[name=quantity]', row);
  if (input) input.value = String(line.product.quantity);
}

function showTotals({ texts }: CartAnswer): void {
  setText('[data-cart-count]', texts.count);
  setText('[data-subtotal]', texts.subtotal);
  setText('[data-shipping]', texts.shipping);
  setText('[data-total]', texts.total);
}

function showEmpty(): void {
  one('[data-cart]')?.remove();
  one('[data-cart-count]')?.setAttribute('hidden', '');
  one('[data-cart-empty]')?.removeAttribute('hidden');
  one('[data-cart-empty] a')?.focus();
}

function announceRemoval(answer: CartAnswer): void {
  const status = one('[data-cart-status]');
  if (status) status.textContent = (status.dataset.text ?? '').replace('{name}', answer.change.product.name);
}

function show(answer: CartAnswer): void {
  for (const row of all('[data-line]')) {
    const line = answer.lines.find(({ key }) => key === row.dataset.line);
    if (line) showLine(row, line);
    else row.remove();
  }
  if (answer.change.to === 0) announceRemoval(answer);
  showTotals(answer);
  if (answer.lines.length === 0) showEmpty();
  else if (answer.change.to === 0) one('.line h2 a')?.focus();
}

export function startCart(): void {
  if (!pageData.cart) return;
  for (const button of all('[data-update-button]')) button.hidden = true;
  onSubmit('form[data-update], form[data-remove]', (form, event) => {
    event.preventDefault();
    changeBag(form, show);
  });
  document.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.form?.matches('[data-update]'))
      event.target.form.requestSubmit();
  });
}
