// What the two databases have in common. A statement is written once, for both; `:name` stands for a value. Where they differ, they
// differ in the two files that implement this, and in the words of the schema.

export interface Reader {
  all<Row>(sql: string, values?: object): Promise<Row[]>;
}

/** What a transaction may do. */
export interface Session extends Reader {
  /** Answers how many rows it has changed. */
  run(sql: string, values?: object): Promise<number>;
  /**
   * Adds the rows that are not there yet, in their order, and answers the ids of all of them: null for one that was there.
   * All columns but the id are text; `key` are those that are unique together.
   */
  insertNew(table: string, key: readonly string[], rows: readonly object[]): Promise<(number | null)[]>;
}

export interface Database extends Reader {
  /**
   * All of it is kept or nothing, and on the disk once it is answered. Those with one lock happen one after another, whichever
   * process makes them: `lock` names what they must agree about.
   */
  transaction<T>(lock: string, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How the schema says the same in each. */
export interface Words {
  /** A row's number, which only grows. */
  id: string;
  /** Compared by its characters, in no language's order. */
  text: string;
  /** Of a table without a number for its rows. */
  keyed: string;
}

/** The database cannot be read or written now, or refuses what it was given. */
export class StoreFailure extends Error {
  constructor(readonly code: string, /** Not the database's state but what it was given is to blame. */ readonly isOfTheRows: boolean, cause: unknown) {
    super(`the database failed: ${code}`, { cause });
  }
}
