import { Module } from '@nestjs/common';
import { ConnectionsEvidence } from './connections.evidence.js';
import { ConnectionsService } from './connections.service.js';

/** Connections to users' databases: pools, TLS, health, rights. */
@Module({ providers: [ConnectionsService, ConnectionsEvidence], exports: [ConnectionsService] })
export class ConnectionsModule {}
