import { expect, it } from 'vitest';

import { sqlMentions, withConnectionLocks } from './sql-text.ts';

it('LISTEN and UNLISTEN are read as PostgreSQL reads names', () => {
  const { channels } = sqlMentions('listen News; LISTEN "Two Words"; unlisten *');
  expect(channels).toEqual([
    { verb: 'listen', channel: 'news' },
    { verb: 'listen', channel: 'Two Words' },
    { verb: 'unlisten', channel: '*' },
  ]);
});

it('words in strings, comments and dollar quotes are no statements', () => {
  const sql =
    "select 'copy t from stdin; set x = 1' -- set y = 2\n, $a$ ; listen z $a$ /* copy t from stdin */";
  expect(sqlMentions(sql)).toMatchObject({
    copyFromStdin: false,
    settings: false,
    channels: [],
    hiddenListen: true,
  });
});

it('UPDATE … SET and SET LOCAL do not change the session; SET and set_config do', () => {
  expect(sqlMentions('update t set a = 1').settings).toBe(false);
  expect(sqlMentions('begin; set local x = 1').settings).toBe(false);
  expect(sqlMentions("set timezone to 'UTC'").settings).toBe(true);
  expect(sqlMentions("select set_config('a.b', '1', false)").settings).toBe(true);
});

it('COPY is recognised when it reads from the client only', () => {
  expect(sqlMentions('COPY t (a, b)\n FROM STDIN WITH CSV').copyFromStdin).toBe(true);
  expect(sqlMentions('copy t to stdout').copyFromStdin).toBe(false);
});

it('session locks go to the functions that know connections, transaction locks stay', () => {
  expect(withConnectionLocks('select pg_try_advisory_lock(1), pg_advisory_unlock_all()', 's')).toBe(
    'select s.try_advisory_lock(1), s.advisory_unlock_all()',
  );
  expect(sqlMentions('select pg_advisory_xact_lock(1)').advisory).toBe(false);
});
