// REES46's clickstream: one line an event, https://www.kaggle.com/datasets/mkechinov/ecommerce-behavior-data-from-multi-category-store
import { parse } from 'csv-parse/sync';
import { checkSize, Malformed, ORDER_COMPLETED, type ReplayEvent } from './event.ts';
import type { Line } from './lines.ts';
import { Refusal } from './refusal.ts';

const NAMES = new Map([['view', 'Product Viewed'], ['cart', 'Product Added'], ['purchase', ORDER_COMPLETED]]);
const NEEDED = ['event_time', 'event_type', 'product_id', 'category_id', 'category_code', 'brand', 'price', 'user_id'];
const TIME = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) UTC$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A quoted field may hold line breaks; a quote that nobody closes must not swallow the file. */
const MAX_LINES_OF_A_RECORD = 8;

type Row = Record<string, string>;
export type Complain = (line: number, reason: string) => void;

export async function* readClickstream(lines: AsyncIterable<Line>, complain: Complain): AsyncGenerator<ReplayEvent> {
  let columns: string[] | undefined;
  for await (const { number, fields, length } of recordsOf(lines)) {
    if (!columns) columns = headerOf(fields);
    else {
      try {
        const event = eventOf(rowOf(columns, fields));
        checkSize(event.command, length);
        yield event;
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        complain(number, error.message);
      }
    }
  }
  if (!columns) throw new Refusal('the file is empty: it needs a header line');
}

type Fields = string[] | Malformed;
interface CsvRecord { number: number; fields: Fields; length: number }

async function* recordsOf(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  let open: Line[] = [];
  for await (const line of lines) {
    open.push(line);
    while (open.length && (yield* firstRecord(open))) continue;
  }
  while (open.length) {
    yield broken(open[0]!);
    open.shift();
    while (open.length && (yield* firstRecord(open))) continue;
  }
}

const broken = ({ number, text }: Line): CsvRecord => ({ number, fields: new Malformed('broken quotes'), length: text.length });

/** Takes the first record off the open lines; false when its quotes are not closed yet. */
function* firstRecord(open: Line[]): Generator<CsvRecord, boolean> {
  const { number, text } = open[0]!;
  if (!text.includes('"')) {
    open.shift();
    if (text) yield { number, fields: text.split(','), length: text.length };
    return true;
  }
  for (let count = 1; count <= open.length; count++) {
    const record = open.slice(0, count).map((line) => line.text).join('\n');
    const fields = quotedFields(record);
    if (fields == 'open') continue;
    open.splice(0, fields instanceof Malformed ? 1 : count);
    yield { number, fields, length: record.length };
    return true;
  }
  if (open.length < MAX_LINES_OF_A_RECORD) return false;
  yield broken(open.shift()!);
  return true;
}

function quotedFields(text: string): Fields | 'open' {
  try {
    return (parse(text, { relax_column_count: true }) as string[][])[0]!;
  } catch (error) {
    return (error as { code?: string }).code == 'CSV_QUOTE_NOT_CLOSED' ? 'open' : new Malformed('broken quotes');
  }
}

function headerOf(fields: Fields): string[] {
  if (fields instanceof Malformed) throw new Refusal(`the header line has ${fields.message}`);
  const missing = NEEDED.filter((name) => !fields.includes(name));
  if (missing.length) throw new Refusal(`the header line lacks ${missing.join(', ')}`);
  return fields;
}

function rowOf(columns: string[], fields: Fields): Row {
  if (fields instanceof Malformed) throw fields;
  if (fields.length != columns.length) throw new Malformed(`${fields.length} columns instead of ${columns.length}`);
  return Object.fromEntries(columns.map((name, index) => [name, fields[index]!]));
}

function eventOf(row: Row): ReplayEvent {
  const time = timeOf(row.event_time!);
  const name = NAMES.get(row.event_type!);
  if (!name) throw new Malformed(`unknown event_type ${JSON.stringify(row.event_type)}`);
  if (!row.user_id) throw new Malformed('user_id is missing');
  if (!row.product_id) throw new Malformed('product_id is missing');
  const item = itemOf(row);
  const isOrder = name == ORDER_COMPLETED;
  const properties = isOrder ? { ...item, total: item.price, revenue: item.price, products: [item] } : item;
  return { visitor: row.user_id, time, name, revenue: isOrder ? item.price : undefined, command: { kind: 'track', name, properties } };
}

function itemOf(row: Row) {
  return {
    product_id: row.product_id,
    category_id: row.category_id || undefined,
    category: row.category_code || undefined,
    brand: row.brand || undefined,
    price: row.price ? priceOf(row.price) : undefined,
  };
}

function priceOf(text: string): number {
  const price = Number(text);
  if (!NUMBER.test(text) || !Number.isFinite(price)) throw new Malformed(`price ${JSON.stringify(text)} is not a number`);
  return price;
}

let lastTime = { text: '', value: 0 };
function timeOf(text: string): number {
  if (text != lastTime.text) lastTime = { text, value: parseTime(text) };
  return lastTime.value;
}

function parseTime(text: string): number {
  const parts = TIME.exec(text)?.slice(1).map(Number);
  const value = parts ? Date.UTC(parts[0]!, parts[1]! - 1, parts[2]!, parts[3]!, parts[4]!, parts[5]!) : NaN;
  // Date.UTC takes the 31st of June for the 1st of July.
  if (!(value >= 0) || new Date(value).toISOString().slice(0, 19) != text.slice(0, 19).replace(' ', 'T')) throw new Malformed(`bad time ${JSON.stringify(text)}`);
  return value;
}
