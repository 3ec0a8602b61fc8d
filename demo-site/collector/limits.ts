/** What the collector accepts. Sizes are bytes of UTF-8; the first four are Segment's published limits. */
export const limits = {
  eventBytes: 32 * 1024,
  /** Of the JSON text, inflated or not; the inflater stops here. */
  batchBytes: 500 * 1024,
  eventsPerBatch: 2_500,
  /** A message id is shorter than this. */
  messageIdChars: 100,
  visitorIdChars: 256,
  eventNameChars: 256,
  /** The core's own bound: what it can hold can be delivered. */
  nesting: 64,
  deadLetterBytes: 4 * 1024,

  /** Between the visitor's clock and ours before an event's time is corrected. */
  skewMs: 30_000,
  /** No request is longer under way: a page gives it up after ten seconds. */
  transitMs: 60_000,
  /** How long a clock's lag is known before it is measured anew, and of how many. */
  clockMs: 3_600_000,
  clocks: 50_000,
  futureMs: 24 * 3_600_000,
  pastMs: 30 * 24 * 3_600_000,

  /**
   * Batches of an address and of a write key, events of a visitor. A shop stays far below: its pages send a batch each few seconds, a page
   * that was offline at most a thousand events at once, and behind the address of an office or a mobile provider are a thousand visitors.
   */
  rates: {
    address: { burst: 1_000, perSecond: 100, keys: 20_000 },
    key: { burst: 10_000, perSecond: 1_000, keys: 1_000 },
    visitor: { burst: 5_000, perSecond: 50, keys: 100_000 },
  },

  /** Of a request that is not a batch. */
  smallBytes: 4 * 1024,
  campaignIdChars: 100,
  emailChars: 254,
  couponChars: 64,
  orderIdChars: 100,
  /** Of one address; the addresses are forgotten when there are more than that many. */
  draws: { most: 30, windowMs: 60_000, keys: 10_000 },

  ids: { most: 60, windowMs: 60_000, keys: 10_000 },
  cookieIdChars: 100,
  /** Thirteen months. */
  cookieSeconds: 395 * 86_400,
  forgets: { most: 10, windowMs: 60_000, keys: 10_000 },

  /** What a watched page says at once; about twice a second, of every page behind an address. */
  inspectBytes: 64 * 1024,
  inspectNesting: 160,
  inspectSegments: 1_000,
  inspections: { most: 600, windowMs: 60_000, keys: 10_000 },
  /** Beyond that many the one heard of longest ago is forgotten, and everyone after that long a silence. */
  inspectVisitors: 100,
  inspectMs: 5 * 60_000,

  /** Of one request to a destination, and how long it may be waited for. A process that tells one keeps it to itself for the lease. */
  forwardEvents: 500,
  forwardBackOffMs: 1_000,
  forwardWaitMs: 5 * 60_000,
  forwardPollMs: 5_000,
  forwardLeaseMs: 15_000,

  documentBytes: 8 * 1024 * 1024,
  historyPage: 500,
  liveClients: 50,
  liveBacklog: 100,
  /** More than this missed, and a returning client starts afresh. */
  liveResume: 1_000,
  /** Unread bytes after which a slow client is let go; it comes back with its cursor. */
  liveBufferedBytes: 4 * 1024 * 1024,
  heartbeatMs: 15_000,
  /** How often it is looked whether another collector of the same database has stored something. */
  livePollMs: 1_000,

  requestMs: 10_000,
  shutdownMs: 10_000,
  /** Of batches that are stored in one commit; a larger batch has one of its own. */
  groupRows: 1_000,
  /** Days that rows are kept: events as long as an id may last in a browser. */
  retention: { events: 395, deadLetters: 30, draws: 395 },
  /** How often it is looked for what has expired, and how much of it goes in one commit. */
  expiryMs: 3_600_000,
  expiryRows: 1_000,
  /** How long SQLite's commit waits for another process's lock; the process answers nothing meanwhile. */
  storeBusyMs: 500,
  /** PostgreSQL's: how long is waited for another collector, or for a connection. */
  storeLockMs: 2_000,
  storeConnections: 10,
  storeConnectMs: 2_000,
  retryAfterSeconds: 5,
} as const;
