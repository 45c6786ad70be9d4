import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG_SOURCE, type ConfigSource } from './config-source.js';
import { CONFIG, type CutoverConfig } from './config.schema.js';

/** Gives every module the parsed configuration, `@Inject(CONFIG) config: CutoverConfig`, and where it was read from. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: CutoverConfig, source: ConfigSource = nowhere): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: CONFIG_SOURCE, useValue: source },
    ];
    return { module: ConfigModule, providers, exports: [CONFIG, CONFIG_SOURCE] };
  }
}

/** Of a configuration that was made and not read. */
const nowhere: ConfigSource = { file: 'cutover.yaml', env: {}, backups: {} };
