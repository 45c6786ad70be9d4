import { Module } from '@nestjs/common';
import { FindingsController } from './findings.controller.js';
import { JudgementService } from './judgement.service.js';

/** The one judge. */
@Module({ controllers: [FindingsController], providers: [JudgementService], exports: [JudgementService] })
export class JudgementModule {}
