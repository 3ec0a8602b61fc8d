// What visitors of a generated shop do, so that every segment of docs/retail-segments.json has some in and some out.
import type { Shop } from './clickstream.ts';
import { DAY, HOUR, MINUTE, SECOND } from './visit.ts';

export const RETAIL_SHOP: Shop = {
  start: Date.UTC(2019, 8, 30, 23, 30),
  gaps: [
    0, 0, SECOND, 7 * SECOND, 20 * SECOND, MINUTE - SECOND, MINUTE, 2 * MINUTE - SECOND, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE, 10 * MINUTE - SECOND,
    10 * MINUTE, 10 * MINUTE, 15 * MINUTE, 15 * MINUTE, 20 * MINUTE, 20 * MINUTE, 30 * MINUTE - SECOND, 30 * MINUTE, HOUR, 2 * HOUR, DAY, 7 * DAY, 30 * DAY,
  ],
  categories: [
    'electronics.smartphone', 'electronics.smartphone', 'electronics.smartphone', 'electronics.clocks', 'electronics.clocks.wall', 'furniture.bed',
    'appliances.kitchen.washer', 'appliances.environment.vacuum', 'Appliances.kitchen', '',
  ],
  brands: ['apple', 'apple', 'apple', 'samsung', 'sony', 'redmond', ''],
  prices: ['12.50', '20', '99.99', '100', '199.99', '200', '250', '300', '300.00', '499.9', '500', '800', '0.00', ''],
};
