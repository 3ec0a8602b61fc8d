import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { FeedPage } from '../../collector/feed.ts';
import { connect } from './connection.ts';
import type { Connection } from './connection.ts';
import { windowMs } from './counters.ts';
import { emptyModel, update } from './model.ts';
import type { Message, Model } from './model.ts';

export interface Feed { model: Model; pause(): void; resume(): void; retryNow(): void; loadEarlier(): void }

const pageSize = 300;

export function useFeed(): Feed {
  const [model, send] = useReducer(update, emptyModel);
  const connection = useRef<Connection | null>(null);
  const say = (message: Message) => send([message]);

  useEffect(() => {
    connection.current = connect('/v1/live', send);
    return () => connection.current?.close();
  }, []);

  function loadEarlier(): void {
    say({ kind: 'historyAsked' });
    fetchPage(oldestEvent(model)).then((page) => say({ kind: 'historyCame', page }), () => say({ kind: 'historyFailed' }));
  }
  // The backlog is short; the counters look further back.
  const lacksHistory = model.hasBacklog && model.history === 'idle' && isWithinWindow(model);
  useEffect(() => { if (lacksHistory) loadEarlier(); }, [lacksHistory]);

  return {
    model,
    pause: () => say({ kind: 'paused' }),
    resume: () => say({ kind: 'resumed' }),
    retryNow: () => { say({ kind: 'retrying' }); connection.current?.retryNow(); },
    loadEarlier,
  };
}

function oldestEvent({ rows }: Model): number | undefined {
  return rows.filter((item) => item.kind === 'event').at(-1)?.id;
}

function isWithinWindow({ rows, aheadMs }: Model): boolean {
  const oldest = rows.at(-1);
  return oldest !== undefined && Date.parse(oldest.receivedAt) > Date.now() - aheadMs - windowMs;
}

async function fetchPage(before: number | undefined): Promise<FeedPage> {
  const response = await fetch(`/v1/events?limit=${pageSize}${before === undefined ? '' : `&before=${before}`}`);
  if (!response.ok) throw new Error(`history: ${response.status}`);
  return await response.json() as FeedPage;
}
