import { Module } from '@nestjs/common';
import { ProofModule } from '../../proof/proof.module.js';
import { ExactModule } from '../comparison/exact.module.js';
import { ChecksumRunner } from './checksum.runner.js';

/** The runner alone, without store, schedule or routes. The service and the command line both use it. */
@Module({
  imports: [ProofModule, ExactModule],
  providers: [ChecksumRunner],
  exports: [ChecksumRunner, ExactModule],
})
export class RunnerModule {}
