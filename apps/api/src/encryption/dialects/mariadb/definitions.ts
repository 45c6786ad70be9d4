import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { listsAllTables } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { numberOf } from './classify-tablespace.js';
import {
  optionsStatement,
  otherTablesStatement,
  type OptionsRow,
  type OtherTableRow,
  type TablespaceRow,
} from './statements.js';

/** Definitions change seldom. */
const readEveryMs = 60_000;

/** The server opens each table whose options are asked for. What is not asked yet counts as plain until it is. */
const optionsARound = 50;

/** Option of a table that is not to be encrypted, as information_schema prints it. */
const refusal = /`?encrypted`?\s*=\s*'?no\b/i;

/** What was read of one table. `refuses` null: our account may not see it. */
interface KnownOptions {
  refuses: boolean | null;
  rowFormat: string | null;
  readAtMs: number;
}

/** Definitions of tables, as far as they decide on encryption: what is outside InnoDB, and what was made with ENCRYPTED=NO. */
export class Definitions {
  private listed: { others: OtherTableRow[]; hiddenGrant: string | null; readAtMs: number } | null = null;
  private options = new Map<string, KnownOptions>();

  constructor(private readonly server: ServerConnection) {}

  /** `spaces`: those whose options matter are the ones with scheme 0. `encryptsTables`: off, nothing is asked of them. */
  async read(
    spaces: readonly TablespaceRow[],
    encryptsTables: boolean,
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<{ others: readonly OtherTableRow[]; hiddenGrant: string | null }> {
    const isFresh = this.listed !== null && nowMs - this.listed.readAtMs < readEveryMs;
    const listed = isFresh && this.listed !== null ? this.listed : { ...(await this.list(bounds)), readAtMs: nowMs };
    this.listed = listed;
    const named = encryptsTables ? spaces.filter(({ scheme }) => numberOf(scheme) === 0) : [];
    const aria = listed.others.filter(({ engine }) => engine?.toLowerCase() === 'aria');
    await this.readOptions([...named, ...aria], bounds, nowMs);
    return listed;
  }

  /** null: our account may not see the table. One that was not asked about yet refuses nothing. */
  refuses(table: string): boolean | null {
    const known = this.options.get(table);
    return known === undefined ? false : known.refuses;
  }

  /** null: not read. */
  rowFormat(table: string): string | null {
    return this.options.get(table)?.rowFormat ?? null;
  }

  /** The statement that makes our account see tables outside InnoDB everywhere; null: it sees all. */
  async hiddenGrant(bounds: StatementBounds): Promise<string | null> {
    const listsAll = await listsAllTables(this.server, 'mariadb', bounds);
    return listsAll ? null : grantStatement('SHOW VIEW ON *.*', suggestedFor(this.server));
  }

  private async list(bounds: StatementBounds): Promise<{ others: OtherTableRow[]; hiddenGrant: string | null }> {
    const hiddenGrant = await this.hiddenGrant(bounds);
    return { others: await this.server.query<OtherTableRow>(otherTablesStatement, [], bounds), hiddenGrant };
  }

  /** A table that was not made with ENCRYPTED=NO changes within seconds: it is asked about again in every round. */
  private async readOptions(
    tables: readonly { databaseName: string | null; tableName: string | null }[],
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<void> {
    const before = this.options;
    this.options = new Map();
    const asked = new Map<string, [string, string]>();
    for (const { databaseName, tableName } of tables) {
      if (databaseName === null || tableName === null) continue;
      const table = `${databaseName}.${tableName}`;
      const known = before.get(table);
      if (known !== undefined) this.options.set(table, known);
      if (known?.refuses !== true || nowMs - known.readAtMs >= readEveryMs) asked.set(table, [databaseName, tableName]);
    }
    const now = [...asked].sort(([a], [b]) => readAt(before.get(a)) - readAt(before.get(b))).slice(0, optionsARound);
    if (now.length === 0) return;
    const parameters = now.flatMap(([, names]) => names);
    const rows = await this.server.query<OptionsRow>(optionsStatement(now.length), parameters, bounds);
    const found = new Map(rows.map((row) => [`${row.databaseName}.${row.tableName}`, row]));
    for (const [table] of now) {
      const row = found.get(table);
      const refuses = row === undefined ? null : refusal.test(row.options ?? '');
      this.options.set(table, { refuses, rowFormat: row?.rowFormat ?? null, readAtMs: nowMs });
    }
  }
}

function readAt(known: KnownOptions | undefined): number {
  return known?.readAtMs ?? -Infinity;
}
