import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lab } from '@cutover/lab';
import { figureTable, type Figure } from './figure.js';
import { percentile } from './percentile.js';

/** A session of the product. */
interface Session {
  query(sql: string, params?: readonly unknown[]): Promise<object[]>;
  close(): Promise<void>;
}

interface TableName {
  database: string;
  name: string;
}

/** BoundTables of the product. */
interface BoundTables {
  openSnapshot(table: TableName | undefined, limitMs: number): Promise<object>;
  bind(table: TableName): Promise<void>;
  forget(): void;
}

const boundMs = 2;
const limitMs = 10_000;

/**
 * What it costs to bind a pair of snapshots to the identity of its table, with the product's own statements on the lab's
 * source. With and without take turns, so that a busy machine slows both.
 */
export async function measureBinding(lab: Lab, { root, rounds }: { root: string; rounds: number }): Promise<string> {
  const load = (path: string): Promise<Record<string, never>> => import(pathToFileURL(join(root, path)).href);
  const { openDedicatedSession } = (await load('libs/databases/dist/mysql-family.js')) as unknown as {
    openDedicatedSession(endpoint: object, engine: string, role: string, onEnd: () => void): Promise<Session>;
  };
  const product = 'apps/api/dist';
  const { BoundTables } = (await load(`${product}/proof/dialects/mysql-family/bound-tables.js`)) as unknown as {
    BoundTables: new (source: Session) => BoundTables;
  };
  const { tableStatement } = (await load(
    `${product}/tables/dialects/mysql-family/definition-statements.js`,
  )) as unknown as { tableStatement: string };
  const { host, port, user, password, tls } = lab.endpoints.source;
  const endpoint = { host, port, username: user, password, tls: { ca: tls.ca, verify: true }, rds: false };
  const session = await openDedicatedSession(endpoint, 'mariadb', 'source', () => undefined);
  try {
    const table = { database: lab.database, name: 'customers' };
    const bound = new BoundTables(session);
    const names = [table.database, table.name];
    const undated = tableStatement.replace('CAST(CREATE_TIME AS CHAR) AS createdAt, ', '');
    const [opened, looked, locked]: [number[], number[], number[]] = [[], [], []];
    const [without, dated]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      bound.forget();
      await bound.openSnapshot(undefined, limitMs);
      opened.push(await took(() => bound.openSnapshot(undefined, limitMs)));
      looked.push(await took(() => bound.bind(table)));
      locked.push(await took(() => bound.openSnapshot(table, limitMs)));
      const both = [
        async () => without.push(await took(() => session.query(undated, names))),
        async () => dated.push(await took(() => session.query(tableStatement, names))),
      ];
      for (const one of round % 2 === 0 ? both : both.reverse()) await one();
    }
    const figures = [
      against('A snapshot that binds its table, against one that does not', locked, opened),
      against('A table that is bound when the pair stands, because the target was slow', looked, []),
      against('The definition of a table with CREATE_TIME, against one without', dated, without),
    ];
    return `The fastest tenth of ${rounds} rounds.\n\n${figureTable(figures)}`;
  } finally {
    await session.close();
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** What else runs on the machine only adds to a time, so the fastest tenth says most. */
function against(what: string, withIt: readonly number[], withoutIt: readonly number[]): Figure {
  const withMs = percentile(withIt, 0.1);
  const withoutMs = withoutIt.length === 0 ? 0 : percentile(withoutIt, 0.1);
  const moreMs = withMs - withoutMs;
  const compared = withoutMs === 0 ? '' : ` (${withMs.toFixed(2)} − ${withoutMs.toFixed(2)})`;
  const measured = `${moreMs.toFixed(2)} ms${compared}`;
  return { what, measured, bound: `≤ ${boundMs} ms a table`, isMet: moreMs <= boundMs };
}
