// All that is about storage, once more, with PostgreSQL. The server is started here; the tests are those of SQLite.
import { after, test } from 'node:test';
import { startPostgres } from './postgresServer.ts';

const server = await startPostgres();
if (server === undefined) test('on PostgreSQL', { skip: 'PostgreSQL is not installed: script/bootstrap' }, () => {});
else {
  after(() => server.stop());
  process.env.WAYMARK_TEST_POSTGRES = server.url;
  for (const subject of ['batch', 'coupons', 'documents', 'draws', 'erasure', 'forwarding', 'identity', 'kills', 'live', 'metrics']) await import(`./${subject}.test.ts`);
}
