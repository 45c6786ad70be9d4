import { Module } from '@nestjs/common';
import { AwsApi } from './aws-api.js';
import { RdsController } from './rds.controller.js';
import { RdsEvidence } from './rds.evidence.js';
import { RdsService } from './rds.service.js';

/** What only AWS tells of servers on Amazon RDS. */
@Module({ controllers: [RdsController], providers: [AwsApi, RdsService, RdsEvidence] })
export class RdsModule {}
