import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { retentionOf, unknownRetention, type ToldRetention, type VariableRow } from '../replication/read-retention.js';
import { retentionStatement } from './binlog-retention.queries.js';

/** On RDS the variables do not say what is done: a setting of its own decides, which needs a right of its own to be read. */
const notOnRds =
  "On Amazon RDS the setting 'binlog retention hours' decides, which Cutover does not read: run CALL mysql.rds_show_configuration on the source; NULL keeps none.";

/** Measures how long each source keeps its binary logs: variables. */
@Injectable()
export class BinlogRetentionService extends MeasuringService<ToldRetention> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<ToldRetention> {
    const source = this.connections.get(migration, 'source');
    if (source.rds) return unknownRetention(notOnRds);
    return toldOrUnknown(
      async () => retentionOf(await source.query<VariableRow>(retentionStatement, [], bounds)),
      unknownRetention,
    );
  }
}
