import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { HttpRequest } from '../http/http-request.js';

/** Binds Nest's loggers to ours; lines written during a request carry its `requestId`. */
@Module({})
export class LoggingModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: {
            logger,
            // The access log stands earlier in the chain, so that refused requests are in it too.
            autoLogging: false,
            quietReqLogger: true,
            customAttributeKeys: { reqId: 'requestId' },
            genReqId: (request) => (request as HttpRequest).id,
          },
        }),
      ],
    };
  }
}
