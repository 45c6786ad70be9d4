import type { Engine } from '@cutover/contracts';
import { dumpDialects } from '../../dump/dialects/registry.js';
import type { DigestDialect } from '../digest-dialect.js';
import { watchClient } from '../watch-client.js';

/** The digests of a backup were taken while it was dumped: they stand in its manifest. */
export function digestsOf(engine: Exclude<Engine, 'postgres'>): DigestDialect {
  return {
    // Another version of the client may write the same rows in another way.
    ofBackup: ({ manifest }, client) =>
      Promise.resolve(
        manifest.tableDigests === null || manifest.client.version !== client.version
          ? null
          : new Map(Object.entries(manifest.tableDigests)),
      ),
    ofDatabase: async ({ endpoint, database, client }, signal) => {
      const dialect = dumpDialects[engine];
      const content = dialect.content();
      await watchClient(
        { engine, endpoint, program: client.path },
        (loginFile) => dialect.rowsCommand({ loginFile, endpoint, database }),
        (bytes) => content.watch(bytes),
        signal,
      );
      const fault = content.fault();
      if (fault !== null) throw new Error(`${client.path} ended well, but ${fault}`);
      return content.facts().tableDigests ?? new Map();
    },
  };
}
