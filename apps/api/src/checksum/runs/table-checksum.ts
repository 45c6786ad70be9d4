import { Inject, Injectable } from '@nestjs/common';
import { roles, type Role } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import type { ServerConnection, StatementBounds } from '../../connections/server-connection.js';
import { unproved } from '../../proof/conclusion.js';
import { ProofService } from '../../proof/proof.service.js';
import { DefinitionChanged, NoValue } from '../../proof/side-unreadable.js';
import { readDefinition } from '../../tables/definition/read-definition.js';
import { definitionFingerprint } from '../../tables/definition/table-definition.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { ChecksumFinding, ChecksumMode, ComparisonFrame } from './checksum-mode.js';
import { checksumStatement, type ChecksumRow } from './checksum.queries.js';
import {
  describeDifference,
  differingAspects,
  movedAspects,
  tableVerdict,
  type TableAspect,
  type TableReading,
} from '../results/table-verdict.js';

/** Mode `table`: CHECKSUM TABLE on both sides. README.md says what it proves and what it cannot see. */
@Injectable()
export class TableChecksum implements ChecksumMode {
  readonly name = 'table';
  readonly digest = 'CHECKSUM TABLE';

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
  ) {}

  async compare(table: WatchedTable, { migration, patience, signal }: ComparisonFrame): Promise<ChecksumFinding> {
    const obstacle = this.flavorsDiffer(migration);
    if (obstacle !== null) return tableVerdict(unproved(obstacle));
    const timeoutMs = this.config.monitoring.tableTimeoutSeconds * 1000;
    const conclusion = await this.proof.prove<TableReading, TableAspect>(
      migration,
      table,
      {
        read: (role, end) => readTable(this.connections.get(migration, role), table, { timeoutMs, signal: end }),
        differing: differingAspects,
        moved: movedAspects,
        describe: describeDifference,
      },
      { patience, signal },
    );
    return tableVerdict(conclusion);
  }

  /** MariaDB and MySQL compute different values for equal rows. */
  private flavorsDiffer(migration: string): string | null {
    const [source, target] = roles.map((role: Role) => this.connections.get(migration, role).identity());
    if (!source || !target || source.flavor === target.flavor) return null;
    return `CHECKSUM TABLE of ${source.flavor} and ${target.flavor} cannot be compared: rely on the row counts`;
  }
}

/** Checksum and definition of one side. Rejects with DefinitionChanged when DDL came between. */
async function readTable(
  connection: ServerConnection,
  { database, name }: WatchedTable,
  bounds: StatementBounds,
): Promise<TableReading> {
  const before = await readDefinition(connection, database, name, bounds);
  if (before === null) return null;
  if (before.kind === 'view') throw new NoValue('it is a view, which holds no rows of its own; use excludeTables');
  const [row] = await connection.query<ChecksumRow>(checksumStatement(database, name), [], bounds);
  const after = await readDefinition(connection, database, name, bounds);
  if (after === null) return null;
  if (definitionFingerprint(before) !== definitionFingerprint(after))
    throw new DefinitionChanged('DDL during CHECKSUM TABLE');
  if (row === undefined || row.Checksum === null)
    throw new NoValue('CHECKSUM TABLE answered NULL; run CHECKSUM TABLE there by hand and look at SHOW WARNINGS');
  return { definition: after, checksum: String(row.Checksum) };
}
