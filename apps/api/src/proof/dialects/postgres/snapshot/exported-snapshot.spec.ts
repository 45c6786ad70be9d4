import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../../../../..');
const folders = ['apps/api/src', 'libs/databases/src', 'tools/lab/src'];

/**
 * Reading through a snapshot that a logical slot has exported marks rows as aborted for good: they vanish on the source. What
 * hands a snapshot from one session to another is the same thing.
 */
const forbidden =
  /(?<!NO)EXPORT_SNAPSHOT|USE_SNAPSHOT|pg_export_snapshot|SET\s+TRANSACTION\s+SNAPSHOT|SNAPSHOT\s+'(?:export|use)'/i;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
}

it('no snapshot is ever exported or taken over, and slots are made without one', () => {
  const all = folders.flatMap(sources);
  const texts = all.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
  expect(texts.filter(([, text]) => forbidden.test(text)).map(([file]) => file)).toEqual([]);
  const slots = texts.filter(([, text]) => /CREATE_REPLICATION_SLOT/.test(text));
  expect(slots).toHaveLength(1);
  for (const [, text] of slots)
    expect(text).toMatch(/CREATE_REPLICATION_SLOT [^`]* TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`/);
});
