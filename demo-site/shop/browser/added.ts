import type { CartAnswer } from '../page_data.ts';
import { changeBag } from './bag.ts';
import { onSubmit, one, setText } from './page.ts';

const SHOWN_MS = 7000;

class AddedPanel {
  private timer = 0;

  constructor(private readonly panel: HTMLElement) {
    one('[data-added-close]', panel)?.addEventListener('click', () => this.hide());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.hide();
    });
    for (const name of ['pointerenter', 'focusin']) panel.addEventListener(name, () => clearTimeout(this.timer));
    for (const name of ['pointerleave', 'focusout']) panel.addEventListener(name, () => this.hideLater());
  }

  show({ change, lines }: CartAnswer): void {
    const line = lines.find(({ product }) => product.sku === change.product.sku);
    if (!line) return;
    one<HTMLImageElement>('[data-added-picture]', this.panel)?.setAttribute('src', line.picture);
    setText('[data-added-name]', line.title, this.panel);
    setText('[data-added-variant]', `${line.variant} × ${line.product.quantity}`, this.panel);
    setText('[data-added-amount]', line.amount, this.panel);
    this.panel.showPopover();
    setText('[data-added-status]', one('[data-added-text]', this.panel)?.textContent ?? '', this.panel);
    this.hideLater();
  }

  private hideLater(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), SHOWN_MS);
  }

  private hide(): void {
    clearTimeout(this.timer);
    if (this.panel.matches(':popover-open')) this.panel.hidePopover();
    setText('[data-added-status]', '', this.panel);
  }
}

export function startAdding(): void {
  const element = document.getElementById('added');
  if (!element || !('showPopover' in element)) return;
  const panel = new AddedPanel(element);
  onSubmit('form[data-add]', (form, event) => {
    event.preventDefault();
    changeBag(form, (answer) => panel.show(answer));
  });
}
