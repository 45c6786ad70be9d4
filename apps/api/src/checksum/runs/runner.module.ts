import { Module } from '@nestjs/common';
import { ProofModule } from '../../proof/proof.module.js';
import { ExactModule } from '../comparison/exact.module.js';
import { ChecksumRunner } from './checksum.runner.js';

/** The runner by itself: no store, no schedule, no route. The service and the command line both stand on it. */
@Module({
  imports: [ProofModule, ExactModule],
  providers: [ChecksumRunner],
  exports: [ChecksumRunner, ExactModule],
})
export class RunnerModule {}
