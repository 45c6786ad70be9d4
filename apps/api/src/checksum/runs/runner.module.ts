import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ProofModule } from '../../proof/proof.module.js';
import { ExactModule } from '../comparison/exact.module.js';
import { ChecksumRunner } from './checksum.runner.js';
import { SideWait } from './side-wait.js';

/** The runner alone, without store, schedule or routes. The service and the command line both use it. */
@Module({
  imports: [ConnectionsModule, ProofModule, ExactModule],
  providers: [ChecksumRunner, SideWait],
  exports: [ChecksumRunner, ExactModule],
})
export class RunnerModule {}
