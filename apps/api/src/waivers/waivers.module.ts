import { Module } from '@nestjs/common';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { waiversPart } from './store/waivers-part.js';
import { WaiverStore } from './store/waiver.store.js';
import { WaiversService } from './waivers.service.js';

/** What somebody answers for, until when. */
@Module({
  imports: [StoreModule],
  providers: [WaiversService, WaiverStore, provideStorePart(waiversPart)],
  exports: [WaiversService],
})
export class WaiversModule {}
