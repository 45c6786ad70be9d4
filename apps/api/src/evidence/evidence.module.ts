import { Global, Module } from '@nestjs/common';
import { EvidenceRegistry } from './evidence.registry.js';

/** What is known, for all who judge it or show it. Global: it has no dependency of its own. */
@Global()
@Module({ providers: [EvidenceRegistry], exports: [EvidenceRegistry] })
export class EvidenceModule {}
