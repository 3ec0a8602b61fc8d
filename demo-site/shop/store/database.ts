import Database from 'libsql';

export type Store = Database.Database;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL, language TEXT NOT NULL,
  password TEXT NOT NULL, created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
  id TEXT PRIMARY KEY, account_id TEXT REFERENCES accounts(id), cart_id TEXT NOT NULL, notice TEXT,
  seen_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS cart_lines (
  cart_id TEXT NOT NULL, product_id TEXT NOT NULL, variant_id TEXT NOT NULL, quantity INTEGER NOT NULL,
  added_at INTEGER NOT NULL, PRIMARY KEY (cart_id, product_id, variant_id)
);
CREATE TABLE IF NOT EXISTS orders (
  id TEXT PRIMARY KEY, cart_id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL, account_id TEXT,
  created_at INTEGER NOT NULL, reported_at INTEGER,
  subtotal INTEGER NOT NULL, shipping INTEGER NOT NULL, total INTEGER NOT NULL,
  delivery TEXT NOT NULL, payment TEXT NOT NULL,
  email TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
  address TEXT NOT NULL, city TEXT NOT NULL, postcode TEXT NOT NULL, country TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS order_lines (
  order_id TEXT NOT NULL REFERENCES orders(id), position INTEGER NOT NULL, product_id TEXT NOT NULL,
  variant_id TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL, PRIMARY KEY (order_id, position)
);
CREATE TABLE IF NOT EXISTS cart_coupons (
  cart_id TEXT PRIMARY KEY, order_id TEXT NOT NULL UNIQUE, code TEXT, discount_kind TEXT, discount_value INTEGER,
  CHECK (code IS NULL OR (discount_kind IS NOT NULL AND discount_value IS NOT NULL))
);
CREATE TABLE IF NOT EXISTS order_coupons (
  order_id TEXT PRIMARY KEY REFERENCES orders(id), code TEXT NOT NULL, discount_kind TEXT NOT NULL,
  discount INTEGER NOT NULL CHECK (discount > 0)
);
CREATE INDEX IF NOT EXISTS orders_by_account ON orders (account_id, created_at);
`;

/** `file` is a path or `:memory:`. Money is stored in cents, times in milliseconds since the epoch. */
export function openStore(file: string): Store {
  const store = new Database(file);
  store.pragma('journal_mode = WAL');
  store.pragma('foreign_keys = ON');
  store.pragma('busy_timeout = 2000');
  store.exec(SCHEMA);
  return store;
}
