import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';

test('metrics count events by outcome and refused requests by code, and hold nothing of a visitor', async (t) => {
  const { origin } = await startCollector(t, { destinations: [{ name: 'nowhere', url: 'http://127.0.0.1:9/', writeKey: 'their-key' }] });
  const event = anEvent({ event: 'Secret Name', anonymousId: 'somebody' });
  await post(origin, aBatch([event, anEvent(), { type: 'nonsense' }]));
  await post(origin, aBatch([event]));
  await post(origin, aBatch([event], { writeKey: 'none' }));
  await post(origin, 'no JSON');
  const response = await fetch(`${origin}/metrics`);
  const text = await response.text();
  assert.match(response.headers.get('content-type')!, /^text\/plain; version=0\.0\.4/);
  for (const line of ['waymark_events_total{outcome="accepted"} 2', 'waymark_events_total{outcome="duplicate"} 1', 'waymark_events_total{outcome="rejected"} 1',
    'waymark_requests_refused_total{status="401",code="unknown_write_key"} 1', 'waymark_requests_refused_total{status="400",code="bad_json"} 1',
    'waymark_forwarding_behind{destination="nowhere"} 2', 'waymark_forwarding_refused{destination="nowhere"} 0'])
    assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
  assert.doesNotMatch(text, /Secret Name|somebody|their-key|demo/);
});
