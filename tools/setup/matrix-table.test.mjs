import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownTable, tableText, withOtherPairs, withTable } from './matrix-table.mjs';

const text = [
  '# Servers',
  '<!-- begin of the table: mariadb -->old<!-- end of the table: mariadb -->',
  'between',
  '<!-- begin of the table: postgres -->old<!-- end of the table: postgres -->',
].join('\n');

test('the table of one engine is replaced, and that of the other stays', () => {
  const table = markdownTable(['pair', 'breaks'], [['15 → 17', 'all']]);
  const changed = withTable(text, 'postgres', table);
  assert.equal(
    changed,
    text.replace('postgres -->old', 'postgres -->\n\n| pair | breaks |\n| --- | --- |\n| 15 → 17 | all |\n\n'),
  );
});

test('a document without the marks of an engine is not written', () => {
  assert.throws(() => withTable(text, 'oracle', ''), /no "<!-- begin of the table: oracle -->"/);
});

const tableOf = (rows, skipped) => ({ head: ['pair', 'engine'], rows, skippedTitle: 'Skipped:', skipped });

test('a single pair replaces its own row and list, also of older patch releases, and keeps those of the others', () => {
  const before = tableOf(
    [
      ['PostgreSQL 15.18 → PostgreSQL 18.4', 'old'],
      ['PostgreSQL 17.10 → PostgreSQL 18.4', 'kept'],
    ],
    [
      ['PostgreSQL 15.18 → PostgreSQL 18.4', ['a: x', 'b (needs PostgreSQL 18)']],
      ['PostgreSQL 17.10 → PostgreSQL 18.4', ['c', 'd']],
    ],
  );
  const fresh = tableOf([['PostgreSQL 15.18 → PostgreSQL 18.6', 'new']], [['PostgreSQL 15.18 → PostgreSQL 18.6', []]]);
  assert.equal(
    tableText(withOtherPairs(fresh, tableText(before))),
    [
      '| pair | engine |',
      '| --- | --- |',
      '| PostgreSQL 15.18 → PostgreSQL 18.6 | new |',
      '| PostgreSQL 17.10 → PostgreSQL 18.4 | kept |',
      '',
      'Skipped:',
      '',
      '- PostgreSQL 17.10 → PostgreSQL 18.4: c; d',
    ].join('\n'),
  );
});

test('pairs are in the order of their versions, and a table without any takes the first', () => {
  const fresh = tableOf([['MariaDB 10.5.23 → MariaDB 10.5.23', '1']], []);
  assert.equal(tableText(withOtherPairs(fresh, '')), tableText(fresh));
  const before =
    '| pair | engine |\n| --- | --- |\n| MariaDB 10.11.18 → MariaDB 11.8.9 | 3 |\n| MySQL 9.7.4 → MySQL 9.7.4 | 4 |';
  const { rows } = withOtherPairs(fresh, before);
  assert.deepEqual(
    rows.map(([, number]) => number),
    ['1', '3', '4'],
  );
});
