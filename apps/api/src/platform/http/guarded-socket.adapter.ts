import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';
import type { CutoverConfig } from '../../config/config.schema.js';
import { refuseForeignHost, refuseForeignSite } from '../access/origin-rules.js';

type Decision = (error: string | null, isAllowed: boolean) => void;

/**
 * Socket.IO answers on the port before the HTTP chain sees a request, so it needs the rules on host and origin of its
 * own: browsers let any page open a socket to us, Basic login included. The login itself is the gateway's.
 */
export class GuardedSocketAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly config: CutoverConfig,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const { corsOrigins } = this.config.server;
    const guarded: Partial<ServerOptions> = {
      ...options,
      allowRequest: (request: IncomingMessage, decide: Decision) => decide(...this.judge(request)),
      // Browsers send nothing over the socket but a handshake.
      maxHttpBufferSize: 100_000,
      ...(corsOrigins.length > 0 ? { cors: { origin: [...corsOrigins], credentials: true } } : {}),
    };
    return super.createIOServer(port, guarded as ServerOptions);
  }

  private judge(request: IncomingMessage): [string | null, boolean] {
    try {
      refuseForeignHost(request.headers, this.config);
      refuseForeignSite(request.headers, this.config);
      return [null, true];
    } catch (refusal) {
      return [refusal instanceof Error ? refusal.message : 'refused', false];
    }
  }
}
