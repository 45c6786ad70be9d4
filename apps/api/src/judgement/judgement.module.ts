import { Module } from '@nestjs/common';
import { FindingsController } from './findings.controller.js';
import { WaiversModule } from '../waivers/waivers.module.js';
import { JudgementService } from './judgement.service.js';

/** The one judge. */
@Module({
  imports: [WaiversModule],
  controllers: [FindingsController],
  providers: [JudgementService],
  exports: [JudgementService],
})
export class JudgementModule {}
