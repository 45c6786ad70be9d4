import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ProofModule } from '../proof/proof.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ChecksumModes } from './checksum-modes.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumRunner } from './checksum.runner.js';
import { ChecksumService } from './checksum.service.js';
import { LastResults } from './last-results.js';
import { RunBook } from './run-book.js';
import { TableChecksum } from './table-checksum.js';

/** Verification by digest: runs, results and their routes. */
@Module({
  imports: [ConnectionsModule, StoreModule, TablesModule, ProofModule],
  controllers: [ChecksumController],
  providers: [ChecksumService, ChecksumRunner, ChecksumModes, TableChecksum, LastResults, RunBook],
  exports: [ChecksumService],
})
export class ChecksumModule {}
