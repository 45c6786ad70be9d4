import { Inject, Injectable } from '@nestjs/common';
import {
  roles,
  type ConnectionState,
  type ConnectionStatus,
  type ReportContent,
  type ServerStatus,
} from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { connectionLostCheck } from '../checks/pair/connection-lost.check.js';
import { missingGrantCheck } from '../checks/pair/missing-grant.check.js';
import { sameServerCheck } from '../checks/pair/same-server.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { ConnectionsService } from './connections.service.js';
import { versionPairCheck } from './version-pair/version-pair.check.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    connection: ConnectionStatus;
  }
}

// `connecting` is neither up nor down: nothing was proved yet.
const upValues: Record<ConnectionState, number | null> = { up: 1, down: 0, connecting: null };

/** The connections to both sides, as evidence. */
@Injectable()
export class ConnectionsEvidence implements EvidenceSource<'connection'> {
  readonly name = 'connection';
  readonly section = 'connections';
  readonly checks = [sameServerCheck, connectionLostCheck, missingGrantCheck, versionPairCheck];
  readonly measuring = null;
  readonly changes: Observable<EvidenceChange>;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    registry: EvidenceRegistry,
  ) {
    this.changes = connections.changes;
    this.gauges = [
      this.gauge(
        'cutover_connection_up',
        'Whether the server answered the last probe (absent: not tried yet)',
        (side) => upValues[side.state],
      ),
      this.gauge('cutover_connection_latency_seconds', 'Round trip of the last successful probe', ({ latencyMs }) =>
        latencyMs === null ? null : latencyMs / 1000,
      ),
    ];
    registry.add(this);
  }

  snapshot(migration: string): ConnectionStatus {
    return this.connections.snapshot(migration);
  }

  report(migration: string): ReportContent {
    const status = this.snapshot(migration);
    return {
      label: 'Connections',
      summary: roles.map((role) => `${role} ${status[role].state}`).join(', '),
      explanation: 'The two servers as they answer our own connections.',
      facts: roles.flatMap((role) => {
        const { host, port, version, tlsCipher } = status[role];
        return [
          { label: `${role} server`, value: version, hint: `${host}:${port}` },
          {
            label: `${role} connection`,
            value: tlsCipher === null ? 'not encrypted' : `TLS, ${tlsCipher}`,
            hint: null,
          },
        ];
      }),
      tables: [],
    };
  }

  private gauge(name: string, help: string, read: (side: ServerStatus) => number | null): ScrapedGauge {
    const series = (): Series[] =>
      this.config.migrations.flatMap(({ name: migration }) => {
        const status = this.snapshot(migration);
        return roles.map((role): Series => [{ migration, role }, read(status[role])]);
      });
    return { name, help, labels: ['migration', 'role'], read: series };
  }
}
