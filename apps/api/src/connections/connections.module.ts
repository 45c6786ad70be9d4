import { Module } from '@nestjs/common';
import { ConnectionsService } from './connections.service.js';

/** Connections to users' databases: pools, TLS, health, rights. */
@Module({ providers: [ConnectionsService], exports: [ConnectionsService] })
export class ConnectionsModule {}
