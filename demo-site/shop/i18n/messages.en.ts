import type { PluralForms } from './format.ts';

const one = (one: string, other: string): PluralForms => ({ one, other });

export const EN = {
  brandLine: 'Colour, skin and scent, made in small batches.',
  skip: 'Skip to content', menu: 'Menu', close: 'Close', search: 'Search', searchHint: 'Lipstick, serum, rose…', bag: 'Bag', account: 'Account', language: 'Language',
  announcement: 'Free delivery from €45, and two samples in every box', home: 'Home', breadcrumb: 'You are here', mainNavigation: 'Shop',
  categories: { new: 'New', lips: 'Lips', face: 'Face', eyes: 'Eyes', skin: 'Skin', fragrance: 'Fragrance', all: 'All products' },
  categoryLines: {
    new: 'Fresh from the studio, and a few that will not stay.', lips: 'Matte, sheer, glass. Colour that keeps its promise past lunch.', face: 'Tints and light that let skin be the point.',
    eyes: 'From the first line to the last hour of the evening.', skin: 'Short formulas with long patience.', fragrance: 'Four scents, each with something to remember.', all: 'Everything we make. It fits on one shelf, on purpose.',
  },
  badges: { new: 'New', bestseller: 'Bestseller', limited: 'Limited', refill: 'Refillable' }, sale: 'Sale', soldOut: 'Sold out', from: 'from',
  products: one('# product', '# products'), shades: one('# shade', '# shades'), sizes: one('# size', '# sizes'), reviews: one('# review', '# reviews'), items: one('# item', '# items'),
  sort: 'Sort by', apply: 'Apply', sorts: { 'featured': 'Featured', 'price-up': 'Price, low to high', 'price-down': 'Price, high to low', 'rating': 'Best rated' },
  hero: { kicker: 'The autumn edit', title: 'Colour that moves like skin', text: 'Soft mattes, warm metals and a red we argued about for a year. The new collection is here.', action: 'Shop what is new', second: 'Find your red' },
  promises: [['Free delivery', 'from €45, in 2 to 4 days'], ['Two samples', 'of your choice in every box'], ['30 days', 'to change your mind'], ['Never tested', 'on animals, anywhere']],
  bestsellers: 'Loved this season', bestsellersText: 'What people come back for.', seeAll: 'See all', shopByCategory: 'Shop by category',
  ritual: { kicker: 'The ritual', title: 'Three minutes, morning and night', text: 'Milk, serum, cream. Nothing you have to look up. Each formula is short enough to read aloud and tested on real mornings.', action: 'Meet the skin line' },
  shadesStory: { kicker: 'Velvet Hour', title: 'One matte, six moods', text: 'Camellia oil between the pigments keeps it soft for eight hours. Choose the one that sounds like you.', action: 'See the shades' },
  voices: 'What they say', quote: 'Coffee, lunch, a long meeting: Rosewood was still there.', quoteBy: 'Clara M., about Velvet Hour',
  newsletter: { title: 'Join Aurelle', text: 'Early access, your orders in one place, a sample on your birthday.', action: 'Create an account' },
  shade: 'Shade', size: 'Size', quantity: 'Quantity', addToBag: 'Add to bag', notify: 'Sold out for now', rating: 'Rated {rating} out of 5', gallery: 'Pictures', galleryViews: { pack: 'Product', texture: 'Texture', scene: 'In the studio', box: 'With its box' },
  details: 'Details', usage: 'How to use', ingredients: 'Ingredients', delivery: 'Delivery and returns', deliveryText: 'Standard delivery takes 2 to 4 working days and is free from €45; express takes one. You may return anything unopened within 30 days, and one opened product a year if it was not for you.',
  reviewsTitle: 'Reviews', verified: 'Verified purchase', related: 'Goes well with', inStock: 'In stock, leaves tomorrow', shortPromises: ['Free delivery from €45', '30-day returns', 'Two samples'],
  cart: { title: 'Your bag', empty: 'Your bag is empty', emptyText: 'It is light now. A lipstick would not change that much.', emptyAction: 'Discover the bestsellers', subtotal: 'Subtotal', shipping: 'Delivery', free: 'Free', total: 'Total', tax: 'Prices include VAT', checkout: 'Go to checkout', remove: 'Remove', update: 'Update', keep: 'Continue shopping', less: 'One less', more: 'One more', each: 'each', removed: '{name} was removed', added: 'Added to your bag', view: 'View bag', missing: '{amount} to free delivery', reached: 'Delivery is on us', summary: 'Order summary' },
  checkout: { title: 'Checkout', contact: 'Contact', address: 'Delivery address', method: 'Delivery', payment: 'Payment', email: 'E-mail', firstName: 'First name', lastName: 'Last name', street: 'Street and number', city: 'City', postcode: 'Postcode', country: 'Country', choose: 'Choose…', place: 'Place order', demo: 'This is a demo shop: nothing is charged and nothing is sent.', haveAccount: 'Have an account?', secure: 'Your details stay with this shop.', back: 'Back to bag' },
  deliveries: { standard: ['Standard', '2 to 4 working days'], express: ['Express', 'next working day'] }, payments: { delivery: ['Pay on delivery', 'cash or card at the door'], invoice: ['Invoice', '14 days, by bank transfer'] },
  errors: { summary: 'Please check the marked fields.', required: 'Please fill this in.', email: 'That does not look like an e-mail address.', postcode: 'That does not look like a postcode.', password: 'At least 10 characters.', choice: 'Please choose from the list.', taken: 'There is an account with this e-mail. Sign in instead?', credentials: 'E-mail and password do not match.' },
  order: { title: 'Thank you, {name}', text: 'Your order {id} is in good hands. We will write to {email} when it leaves.', number: 'Order', placed: 'Placed', to: 'Delivered to', how: 'Delivery', paid: 'Payment', account: 'Keep your orders in one place', accountText: 'Create an account and find this one next time.', next: 'Continue shopping' },
  signUp: { title: 'Create your account', text: 'Your orders, your shades and early access, in one place.', password: 'Password', hint: 'At least 10 characters', action: 'Create account', have: 'Already a member?', benefits: ['Early access to limited shades', 'Your orders and shades in one place', 'A birthday sample, every year'] },
  signIn: { title: 'Welcome back', text: 'Sign in to see your orders.', action: 'Sign in', none: 'New here?', out: 'Sign out' },
  accountPage: { title: 'Hello, {name}', text: 'Member since {date}', orders: 'Your orders', none: 'No orders yet. The first one is always a good story.', details: 'Your details' },
  searchPage: { title: 'Search', results: 'Results for “{query}”', none: 'Nothing found for “{query}”', noneText: 'Try a shade, a texture or a category.' },
  notFound: { title: 'This page has faded', text: 'It was here, or it never was. The collection still is.', action: 'Back to the shop' }, failed: { title: 'Something smudged', text: 'It was us, not you. Please try again in a moment.' },
  footer: { shop: 'Shop', help: 'Your Aurelle', about: 'About', aboutText: 'Aurelle is an invented house. It exists to show what Waymark does in a real shop.', privacy: 'Privacy choices', rights: 'A demo shop. No order is real.' },
  consent: { title: 'Your privacy, your choice', text: 'We use cookies to run the shop and, if you agree, to learn what helps and to show what suits you.', all: 'Accept all', necessary: 'Only necessary', choose: 'Choose', save: 'Save choice', purposes: { functional: ['Comfort', 'remembers your preferences'], analytics: ['Insight', 'counts visits and purchases'], personalization: ['Personal', 'shows what suits you'], marketing: ['Marketing', 'measures campaigns elsewhere'] } },
};

export type Messages = typeof EN;
