import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../../../../..');
const folders = ['apps/api/src', 'libs/databases/src', 'tools/lab/src'];

/**
 * Reading through a snapshot that a logical slot has exported marks rows as aborted for good: they vanish on the source. Whoever takes a
 * snapshot over does not see what it is of, so none is.
 */
const forbidden =
  /(?<!NO)EXPORT_SNAPSHOT\b(?<!pg_export_snapshot)|USE_SNAPSHOT|SET\s+TRANSACTION\s+SNAPSHOT|SNAPSHOT\s+'(?:export|use)'/i;

/** Of a transaction of its own, for pg_dump, which exports them in the same way for its own jobs. */
const exporting = /pg_export_snapshot/i;
const exporter = 'apps/api/src/backups/dump/dialects/postgres/hold-snapshot.ts';

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
}

it('no snapshot of a slot is ever exported, and none taken over', () => {
  const all = folders.flatMap(sources);
  const texts = all.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
  expect(texts.filter(([, text]) => forbidden.test(text)).map(([file]) => file)).toEqual([]);
  expect(texts.filter(([, text]) => exporting.test(text)).map(([file]) => file)).toEqual([exporter]);
  const own = readFileSync(join(root, exporter), 'utf8');
  expect(own).toMatch(/'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SELECT pg_export_snapshot\(\)/);
  const slots = texts.filter(([, text]) => /CREATE_REPLICATION_SLOT/.test(text));
  expect(slots).toHaveLength(1);
  for (const [, text] of slots)
    expect(text).toMatch(/CREATE_REPLICATION_SLOT [^`]* TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`/);
});
