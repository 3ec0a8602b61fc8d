import { productViewed } from './events.ts';
import { all, one, pageData, setText } from './page.ts';

const VIEWS = ['pack', 'texture', 'scene', 'box'];

function showVariant(id: string): void {
  const variant = pageData.product?.variants[id];
  if (!variant) return;
  setText('[data-variant-name]', variant.label);
  setText('[data-amount]', variant.amount);
  setText('[data-price]', `· ${variant.amount}`);
  for (const picture of all<HTMLImageElement>('img[data-view]')) {
    picture.src = variant.pictures[VIEWS.indexOf(picture.dataset.view ?? '')] ?? picture.src;
  }
}

function startGallery(gallery: HTMLElement): void {
  const views = one('[data-views]', gallery);
  if (!views) return;
  const thumbs = all<HTMLAnchorElement>('[data-thumb]', gallery);
  const mark = (view: string | undefined): void => {
    for (const thumb of thumbs) thumb.toggleAttribute('data-current', thumb.dataset.thumb === view);
  };
  for (const thumb of thumbs) {
    thumb.addEventListener('click', (event) => {
      const picture = one(`img[data-view=${thumb.dataset.thumb}]`, views);
      if (!picture) return;
      event.preventDefault();
      views.scrollTo({ left: picture.offsetLeft - views.offsetLeft });
    });
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      const visible = entries.find((entry) => entry.isIntersecting);
      if (visible?.target instanceof HTMLElement) mark(visible.target.dataset.view);
    },
    { root: views, threshold: 0.6 },
  );
  for (const picture of all('img', views)) watcher.observe(picture);
}

export function startProduct(): void {
  const { product } = pageData;
  if (!product) return;
  const selected = product.variants[product.selected];
  if (selected) {
    const { amount: _amount, label: _label, pictures: _pictures, ...tracked } = selected;
    productViewed(tracked);
  }
  const gallery = one('[data-gallery]');
  if (gallery) startGallery(gallery);
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'variant') showVariant(target.value);
  });
}
