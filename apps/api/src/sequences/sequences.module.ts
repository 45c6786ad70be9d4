import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { SequencesController } from './sequences.controller.js';
import { SequencesEvidence } from './sequences.evidence.js';
import { SequencesService } from './sequences.service.js';

/** Whether sequences of the target go on where those of the source are. */
@Module({
  imports: [ConnectionsModule],
  controllers: [SequencesController],
  providers: [SequencesService, SequencesEvidence],
})
export class SequencesModule {}
