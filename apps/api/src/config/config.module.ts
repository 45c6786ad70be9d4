import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from './config.schema.js';

/** Gives every module the parsed configuration: `@Inject(CONFIG) config: CutoverConfig`. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: CutoverConfig): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
