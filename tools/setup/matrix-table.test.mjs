import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownTable, withTable } from './matrix-table.mjs';

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
