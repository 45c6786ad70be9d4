import { setTimeout as delay } from 'node:timers/promises';
import { roles, type PostgresLab, type Role } from '@cutover/lab';

const lookEveryMs = 250;

/** What one server was seen to carry for us. */
export interface CarriedLoad {
  /** Connections of our account, at most and at the end. */
  mostConnections: number;
  connections: number;
}

/** Looks again and again at how many connections our account has on each server. */
export class ServerWatch {
  private readonly seen: Record<Role, CarriedLoad> = {
    source: { mostConnections: 0, connections: 0 },
    target: { mostConnections: 0, connections: 0 },
  };
  private readonly watching: Promise<void>[];
  private isOver = false;

  constructor(private readonly lab: PostgresLab) {
    this.watching = roles.map((role) => this.watch(role));
  }

  of(role: Role): CarriedLoad {
    return { ...this.seen[role] };
  }

  /** Statements that were run in these databases so far, those of replication and of the server included. */
  statements(role: Role): Promise<number> {
    return this.lab.withAdmin(role, async (admin) => {
      const { rows } = await admin.query<{ n: string }>(
        "SELECT sum(xact_commit + xact_rollback)::bigint::text AS n FROM pg_stat_database WHERE datname LIKE 'bench%'",
      );
      return Number(rows[0]?.n ?? 0);
    });
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.watching);
  }

  private watch(role: Role): Promise<void> {
    return this.lab.withAdmin(role, async (admin) => {
      while (!this.isOver) {
        const { rows } = await admin.query<{ n: number }>(
          "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE usename = 'cutover'",
        );
        const connections = rows[0]?.n ?? 0;
        const { mostConnections } = this.seen[role];
        this.seen[role] = { connections, mostConnections: Math.max(mostConnections, connections) };
        await delay(lookEveryMs);
      }
    });
  }
}
