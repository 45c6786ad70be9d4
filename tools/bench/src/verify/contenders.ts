import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { roles, type Lab, type Role } from '@cutover/lab';
import type { BenchTable } from './bench-table.js';
import { startTimed } from './timed-process.js';

/** `CHECKSUM TABLE` on both servers at once: nothing that reads both whole tables can be much faster. Milliseconds. */
export function timeChecksumTable(lab: Lab, { name }: BenchTable): Promise<number> {
  return timeOnBoth(lab, `CHECKSUM TABLE ${name}`, 'Checksum');
}

/**
 * The field's usual digest, in one statement a side without ranges or snapshots: 32 bits a row, blind to equal changes in
 * two of them. How much of our time is the servers' to put rows into words. Milliseconds.
 */
export function timeWeakDigest(lab: Lab, { name, names }: BenchTable): Promise<number> {
  const digest = `BIT_XOR(CRC32(CONCAT_WS('#', ${names})))`;
  return timeOnBoth(lab, `SELECT ${digest} AS digest FROM ${name} FORCE INDEX (PRIMARY)`, 'digest');
}

/** Throws when the sides answer differently. */
async function timeOnBoth(lab: Lab, sql: string, column: string): Promise<number> {
  const startedMs = performance.now();
  const [source, target] = await Promise.all(
    roles.map((role) =>
      lab.withAdmin(role, async (connection) => {
        const [rows] = await connection.query<RowDataPacket[]>(sql);
        return String(rows[0]?.[column]);
      }),
    ),
  );
  if (source !== target) throw new Error(`${sql}: ${source} against ${target}`);
  return performance.now() - startedMs;
}

/** The field's standard tool, with its default options and an account that may do everything, which it needs. */
export class PtTableChecksum {
  private constructor(
    readonly version: string,
    private readonly lab: Lab,
    private readonly files: Readonly<Record<Role, string>>,
  ) {}

  /** null when it is not installed (Debian: apt-get install percona-toolkit). */
  static async prepare(lab: Lab, folder: string): Promise<PtTableChecksum | null> {
    const asked = await startTimed('pt-table-checksum', ['--version']).ended.catch(() => null);
    if (asked?.code !== 0) return null;
    const file = (role: Role): string => {
      const { socketPath, user, password } = lab.admin(role);
      const path = join(folder, `${role}.cnf`);
      writeFileSync(path, `[client]\nuser=${user}\npassword=${password}\nsocket=${socketPath}\n`, { mode: 0o600 });
      return path;
    };
    const files = { source: file('source'), target: file('target') };
    await lab.withAdmin('source', async (connection) => {
      await connection.query('CREATE DATABASE IF NOT EXISTS percona');
      await connection.query(
        'CREATE OR REPLACE TABLE percona.dsns (id INT PRIMARY KEY, parent_id INT, dsn VARCHAR(255))',
      );
      await connection.query('INSERT INTO percona.dsns VALUES (1, 1, ?)', [`F=${files.target},h=localhost`]);
    });
    await lab.catchUp();
    return new PtTableChecksum(/[\d.]+/.exec(asked.output)?.[0] ?? '', lab, files);
  }

  /** Milliseconds to its end, which is when the replica has done its part. Throws when it did not look at the replica. */
  async time(table: BenchTable): Promise<number> {
    await this.lab.withAdmin('source', (connection) => connection.query('DROP TABLE IF EXISTS percona.checksums'));
    await this.lab.catchUp();
    const run = await startTimed('pt-table-checksum', [
      `F=${this.files.source},h=localhost`,
      `--tables=${this.lab.database}.${table.name}`,
      // Both are needed to work at all here: the pair is not on port 3306, and replicates by row.
      `--recursion-method=dsn=F=${this.files.source},h=localhost,D=percona,t=dsns`,
      '--no-check-binlog-format',
    ]).ended;
    if (run.code !== 0) throw new Error(`pt-table-checksum ended with ${run.code}:\n${run.errors}${run.output}`);
    const chunks = await this.lab.withAdmin('target', async (connection) => {
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT COUNT(*) AS n FROM percona.checksums WHERE this_crc = master_crc',
      );
      return Number(rows[0]?.['n']);
    });
    if (chunks === 0) throw new Error(`pt-table-checksum compared nothing on the replica:\n${run.errors}${run.output}`);
    return run.elapsedMs;
  }
}
