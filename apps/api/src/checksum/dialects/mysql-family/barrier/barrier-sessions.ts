import type { EndpointConfig } from '../../../../config/config.schema.js';
import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';
import { BoundTables } from '../../../../proof/dialects/mysql-family/bound-tables.js';
import { endSnapshots } from '../../../../proof/dialects/mysql-family/pair-sessions.js';
import { closeAll, openAll } from '../../../../proof/snapshot/dedicated-sessions.js';
import type { BarrierDialect, BarrierSessions } from '../../../comparison/barrier/barrier-dialect.js';
import { raiseBarrier } from './raise-barrier.js';
import { WatchdogProcess } from './watchdog-process.js';

/**
 * Barriers of MariaDB, by START SLAVE UNTIL. MySQL never gets here: it has no matched snapshots, in whose place a
 * barrier is used.
 */
export const mysqlFamilyBarrier: BarrierDialect = {
  forbidden: ({ rds }) => (rds ? 'Amazon RDS has no procedure that starts replication up to a position' : null),
  open: async (source, target, targetEndpoint) =>
    new OpenSessions(await openAll({ source, target, control: target }), target, targetEndpoint),
};

class OpenSessions implements BarrierSessions {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  private readonly control: DedicatedSession;
  private readonly bound: BoundTables;

  constructor(
    sessions: Record<'source' | 'target' | 'control', DedicatedSession>,
    private readonly targetServer: ServerConnection,
    private readonly targetEndpoint: EndpointConfig,
  ) {
    this.source = sessions.source;
    this.target = sessions.target;
    this.control = sessions.control;
    this.bound = new BoundTables(sessions.source);
  }

  get isOpen(): boolean {
    return this.source.isOpen && this.target.isOpen && this.control.isOpen;
  }

  async raise(signal: AbortSignal, table?: TableName): Promise<string> {
    // Before replication is stopped, because it may wait for DDL.
    if (table !== undefined) await this.bound.watch(table);
    const { source, target, control, targetServer, bound } = this;
    const startWatchdog = (): Promise<WatchdogProcess> => WatchdogProcess.start(this.targetEndpoint);
    return raiseBarrier({ source, target, control, targetServer, bound }, startWatchdog, signal);
  }

  bind(table: TableName): Promise<void> {
    return this.bound.bind(table);
  }

  release(): Promise<void> {
    this.bound.forget();
    return endSnapshots(this.source, this.target);
  }

  close(): Promise<void> {
    return closeAll({ source: this.source, target: this.target, control: this.control });
  }
}
