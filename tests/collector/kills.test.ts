import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killRounds } from '../soak/collectorKills.ts';
import { newPostgresDatabase } from './databases.ts';

// script/soak does two hundred rounds.
test('SIGKILL under load, over and over on one database, loses no event that was acknowledged and stores none twice', async (t) => {
  const server = process.env.WAYMARK_TEST_POSTGRES;
  const seed = Number(process.env.WAYMARK_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`WAYMARK_SEED=${seed}`);
  const { acknowledged } = await killRounds(5, seed, () => {}, server && await newPostgresDatabase(server));
  assert.ok(acknowledged > 0);
});
