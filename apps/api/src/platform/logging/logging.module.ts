import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import type { HttpRequest } from '../http/http-request.js';
import { createLogger } from './create-logger.js';

/** Binds Nest's loggers to ours; lines written during a request carry its `requestId`. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      imports: [],
      providers: [],
      inject: [CONFIG],
      useFactory: async (config: CutoverConfig) => ({
        pinoHttp: {
          logger: await createLogger(config.logging),
          // The access log stands earlier in the chain, so that refused requests are in it too.
          autoLogging: false,
          quietReqLogger: true,
          customAttributeKeys: { reqId: 'requestId' },
          genReqId: (request) => (request as HttpRequest).id,
        },
      }),
    }),
  ],
})
export class LoggingModule {}
