// Writes to the store at argv[2] until it is killed, and prints each sample once its promise was fulfilled.
// A process of its own, so that kill -9 is the real thing; swc reads the product's TypeScript as in the Jest preset.
const { readFileSync, writeSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const isOurs = request.startsWith('.') && parent?.filename?.endsWith('.ts');
  return resolveFilename(isOurs ? request.replace(/\.js$/, '.ts') : request, parent, ...rest);
};

const { openStore } = require('../../src/store/open-store.ts');
const { StoreConnection } = require('../../src/store/store-connection.ts');
const { StoreHealth } = require('../../src/store/store-health.ts');
const { lagPart } = require('../../src/lag/store/lag-part.ts');
const { SampleStore } = require('../../src/lag/store/sample.store.ts');
const { Clock } = require('../../src/platform/clock.ts');

async function write() {
  const opened = await openStore(process.argv[2], new Date().toISOString(), [lagPart]);
  const samples = new SampleStore(new StoreConnection(opened, new StoreHealth(), new Clock()));
  const nothing = { seconds: null, transactionsBehind: null, notReceivedBytes: null, notAppliedBytes: null };
  for (let atMs = 1; ; atMs += 1) {
    await samples.append('shop', { atMs, ...nothing, state: 'unknown' });
    writeSync(1, `${atMs}\n`);
  }
}

void write();
