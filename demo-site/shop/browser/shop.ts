import { startAdding } from './added.ts';
import { refreshBagOnReturn } from './bag.ts';
import { startCart } from './cart.ts';
import { startConsent } from './consent.ts';
import {
  cartViewed,
  checkoutStarted,
  productClicked,
  productListViewed,
  productsSearched,
  signedIn,
  signedOut,
  signedUp,
} from './events.ts';
import { startAutosubmit, startCheckout, startChecks, startOnce, startSteppers } from './forms.ts';
import { trackOrderOnce } from './order.ts';
import { pageData } from './page.ts';
import { startProduct } from './product.ts';

function tellNotice(): void {
  const { notice, account } = pageData;
  if (notice === 'signed-out') signedOut();
  if (notice === 'signed-in' && account) signedIn(account);
  if (notice === 'signed-up' && account) signedUp(account);
}

function trackPage(): void {
  const { search, list, cart, checkout } = pageData;
  if (search) productsSearched(search);
  if (list) productListViewed(list);
  if (cart) cartViewed(cart.lines.map(({ product }) => product));
  if (checkout?.isNew)
    checkoutStarted(
      checkout.cart.lines.map(({ product }) => product),
      checkout.shipping,
    );
}

function trackClicks(): void {
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('.card a') : null;
    const card = link?.closest<HTMLElement>('.card');
    const products = pageData.list?.products ?? pageData.search?.products ?? [];
    const product = products.find(({ product_id }) => product_id === card?.dataset.product);
    if (card && product) productClicked(product, Number(card.dataset.position), pageData.list?.list_id ?? 'search');
  });
}

// Consent first: what follows may depend on it. Then who it is, then what is seen.
startConsent();
tellNotice();
startProduct();
trackPage();
trackOrderOnce();
trackClicks();
for (const start of [
  startAdding,
  startCart,
  startSteppers,
  startAutosubmit,
  startChecks,
  startOnce,
  startCheckout,
  refreshBagOnReturn,
])
  start();
