import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictSchema } from '@cutover/contracts';
import { z } from 'zod';

const folder = join(__dirname, '../scenarios');

/** What the verification of one table must say. Numbers of differing rows are exact; `keys` are `<kind> <key>` with composite keys joined by `/`. */
const expectedTableSchema = z.strictObject({
  verdict: verdictSchema,
  /** Regular expressions. */
  reasonMatches: z.string().optional(),
  noteMatches: z.string().optional(),
  /** Of how the definitions differ, before break.sql too. Without it they may not. */
  definitionMatches: z.string().optional(),
  mode: z.enum(['snapshot', 'barrier', 'bracket', 'sandwich']).optional(),
  missing: z.number().int().default(0),
  extra: z.number().int().default(0),
  changed: z.number().int().default(0),
  /** Without it, only the numbers are compared. */
  keys: z.array(z.string()).optional(),
  /** Columns that must be named, by `<kind> <key>`. */
  columns: z.record(z.string(), z.array(z.string())).optional(),
  /** The comparison may not look at more ranges of keys. */
  maxChunks: z.number().optional(),
});
export type ExpectedTable = z.infer<typeof expectedTableSchema>;

const expectationSchema = z.strictObject({
  /** The trap, in a sentence. */
  trap: z.string(),
  /** Servers that can hold it, such as `MariaDB 10.7`, which is that or a newer MariaDB; elsewhere it is skipped. */
  needs: z
    .string()
    .regex(/^(MariaDB \d+\.\d+|PostgreSQL \d+)$/)
    .optional(),
  tables: z.record(z.string(), expectedTableSchema),
  /** Before break.sql every table is verified as well and must be matched; `false` where it cannot be. */
  clean: z.boolean().default(true),
  /** After break.sql what differs can be repaired by the script of the product; `false` where it cannot. */
  isRepaired: z.boolean().default(true),
  /** Global variables of both servers while this scenario is verified. */
  settings: z.record(z.string(), z.number()).default({}),
});

/** One folder of test/scenarios. */
export interface Scenario extends z.infer<typeof expectationSchema> {
  name: string;
  /** A database of its own, on both sides; a schema where a connection is bound to one database. */
  database: string;
  /** Runs on both sides, before all else; null where DDL is replicated. */
  schemaSql: string | null;
  /** Makes a publication of the name of the database, on the source; null: its tables are published whole. */
  publicationSql: string | null;
  /** Runs on the source and is replicated. */
  sourceSql: string;
  /** Runs on the target alone, before the clean verification. */
  targetSql: string | null;
  /** Runs on the target alone, after it. */
  breakSql: string | null;
}

/** Engines that are the same to a scenario. Each has a folder of scenarios. */
export type ScenarioFamily = 'mysql-family' | 'postgres';

/** Every folder of a family, in order of their names. */
export function readScenarios(family: ScenarioFamily): Scenario[] {
  return readdirSync(join(folder, family), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readScenario(family, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readScenario(family: ScenarioFamily, name: string): Scenario {
  const read = (file: string): string | null => {
    const path = join(folder, family, name, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const sourceSql = read('source.sql');
  const expected = read('expect.json');
  if (sourceSql === null || expected === null) throw new Error(`${name} needs source.sql and expect.json`);
  return {
    ...expectationSchema.parse(JSON.parse(expected)),
    ...{ name, database: `scenario_${name.replaceAll('-', '_')}` },
    ...{ schemaSql: read('schema.sql'), publicationSql: read('publication.sql') },
    ...{ sourceSql, targetSql: read('target.sql'), breakSql: read('break.sql') },
  };
}
