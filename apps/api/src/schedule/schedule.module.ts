import { Module } from '@nestjs/common';
import { ScheduleModule as NestScheduleModule } from '@nestjs/schedule';
import { StoreModule } from '../store/store.module.js';
import { HousekeepingService } from './housekeeping.service.js';
import { ScheduleService } from './schedule.service.js';

/** What is done again and again. */
@Module({ imports: [NestScheduleModule.forRoot(), StoreModule], providers: [ScheduleService, HousekeepingService] })
export class ScheduleModule {}
