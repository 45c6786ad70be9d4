import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { AppModule } from './app.module.js';
import { ConfigError } from './config/config-error.js';
import { configFileOf, loadConfigAndSource } from './config/reading/load-config.js';
import { bootstrap } from './platform/bootstrap.js';
import { mountSwagger } from './platform/http/mount-swagger.js';
import { servePages } from './platform/http/serve-pages.js';
import { productVersion } from './platform/product-version.js';

/** The built dashboard; in containers it is served by a server of its own and not there. */
const pages = fileURLToPath(new URL('../../web/dist', import.meta.url));

const tags = [
  { name: 'migrations', description: 'What is known of each migration, whole' },
  { name: 'lag', description: 'History of replica lag' },
  { name: 'checksums', description: 'Verdicts by checksum, and runs' },
  { name: 'consistency', description: 'Row counts and basic comparisons' },
  { name: 'alerts', description: 'Firing and past alerts' },
  { name: 'health', description: 'For load balancers and supervisors' },
  { name: 'session', description: 'Who is asking' },
];

// What lives for a moment is collected in a millisecond (--max-semi-space-size): waking four threads for that costs more than it saves.
setFlagsFromString('--no-parallel-scavenge');

const { config, source } = readConfig();
await bootstrap(config, {
  rootModule: AppModule.forRoot(config, source),
  prepare: (app) => {
    mountSwagger(app, {
      title: 'Cutover',
      description: 'Watches and verifies the migration of a production database to an encrypted instance.',
      version: productVersion,
      tags,
    });
    servePages(app, pages);
  },
});

function readConfig(): ReturnType<typeof loadConfigAndSource> {
  try {
    return loadConfigAndSource(configFileOf(process.env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
