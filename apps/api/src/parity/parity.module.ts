import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ParityController } from './parity.controller.js';
import { ParityEvidence } from './parity.evidence.js';
import { comparedAreas } from './areas.js';
import { COMPARED_AREAS, ParityService } from './parity.service.js';

/** Whether everything beside the rows is the same on both sides. */
@Module({
  imports: [ConnectionsModule],
  controllers: [ParityController],
  providers: [{ provide: COMPARED_AREAS, useValue: comparedAreas }, ParityService, ParityEvidence],
})
export class ParityModule {}
