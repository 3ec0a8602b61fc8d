import { watchEn } from './watch.en.ts';

const plural = new Intl.PluralRules('en');
const counted = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${plural.select(n) === 'one' ? one : many}`;

export const en = {
  title: 'Live',
  studio: 'Studio',
  subtitle: 'What visitors of your shop do, as it happens.',
  language: 'Language',
  rooms: 'Rooms',

  connection: { connecting: 'Connecting…', live: 'Live', lost: 'Offline', paused: 'Paused' },
  lostTitle: 'No connection to the collector',
  lostText: (seconds: number) => (seconds > 0 ? `The list stands still until it is back. Trying again in ${seconds} s.` : 'Trying again…'),
  tryNow: 'Try now',
  historyFailed: 'Earlier events could not be loaded.',

  pause: 'Pause',
  resume: 'Resume',
  waiting: (n: number) => counted(n, 'new event', 'new events'),

  counters: { label: 'In the last 5 minutes', events: 'Events', visitors: 'Visitors', sessions: 'Sessions', campaigns: 'Campaigns shown', rate: 'Events over the last 5 minutes' },

  filters: { label: 'Filters', text: 'Search', textHint: 'Event, product, segment, campaign…', visitor: 'Visitor', anyVisitor: 'All visitors', type: 'Type', clear: 'Clear filters' },
  groups: { all: 'All', page: 'Pages', track: 'Actions', identify: 'Profiles', campaign: 'Campaigns', rejected: 'Rejected' },

  columns: { time: 'Time', event: 'Event', visitor: 'Visitor', session: 'Session', segments: 'Segments', campaign: 'Campaign' },
  types: { track: 'Action', page: 'Page', screen: 'Screen', identify: 'Profile', group: 'Group', alias: 'Alias', campaign: 'Campaign', rejected: 'Rejected' } as Record<string, string>,
  typeNames: { page: 'Page Viewed', screen: 'Screen Viewed', identify: 'Visitor identified', group: 'Joined a group', alias: 'Profiles merged' } as Record<string, string>,
  outcomes: { shown: 'Shown', clicked: 'Clicked', closed: 'Closed', converted: 'Converted' },
  session: (n: number) => `#${n}`,
  seenBefore: 'Shown earlier in this session',
  more: (n: number) => `+${n}`,
  events: 'Events',
  showing: (n: number) => counted(n, 'event', 'events'),
  earlier: 'Show earlier events',
  loading: 'Loading…',

  empty: {
    title: 'Waiting for the first event',
    text: 'Events appear here within a second of a visitor’s action.',
    shop: 'Open the shop in another tab and look at a product.',
    consent: 'If it asks, accept analytics: nothing is sent before consent.',
    test: 'Or send a test event from a terminal:',
    copy: 'Copy', copied: 'Copied',
  },
  nothing: { title: 'No event matches', text: 'Change the filters, or wait: new events that match appear here.' },

  details: {
    label: 'Event', close: 'Close', occurred: 'Happened', received: 'Received', corrected: 'Clock corrected',
    correctedBy: (text: string) => `The visitor’s clock is off; it said ${text}`,
    visitor: 'Visitor', user: 'User', session: 'Session', page: 'Page', segments: 'Segments', campaign: 'Campaign', none: 'none',
    only: 'Only this visitor', full: 'Full event', received_text: 'What was received (first 4 KB)', copy: 'Copy JSON', copied: 'Copied', messageId: 'Event id', reason: 'Why it was rejected',
    items: (n: number) => counted(n, 'item', 'items'), fields: (n: number) => counted(n, 'field', 'fields'),
  },

  watch: watchEn,

  reasons: {
    not_an_object: 'Not an event at all', too_deep: 'Nested too deeply', too_large: 'Larger than 32 KB', bad_field: 'A field has the wrong type',
    missing_message_id: 'No event id', bad_message_id: 'The event id is not usable', missing_identity: 'No visitor or user id', bad_identity: 'The visitor id is not usable',
    unknown_type: 'Unknown event type', missing_event: 'The event has no name', bad_event: 'The name is too long', missing_group_id: 'The group has no id',
    bad_timestamp: 'The time cannot be read', in_the_future: 'Dated more than a day ahead', too_old: 'Older than 30 days',
  } as Record<string, string>,
};

export type Dictionary = typeof en;
