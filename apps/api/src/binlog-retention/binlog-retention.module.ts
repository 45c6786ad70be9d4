import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { BinlogRetentionController } from './binlog-retention.controller.js';
import { BinlogRetentionEvidence } from './binlog-retention.evidence.js';
import { BinlogRetentionService } from './binlog-retention.service.js';

/** How long the source keeps its binary logs. */
@Module({
  imports: [ConnectionsModule],
  controllers: [BinlogRetentionController],
  providers: [BinlogRetentionService, BinlogRetentionEvidence],
})
export class BinlogRetentionModule {}
