// Jest 30 on Node 20 runs CommonJS; swc turns our ES modules (and Nest's, which ship as ES modules only) into it.
const { join } = require('node:path');

// By default swc unpacks itself into the user's home.
process.env.SWC_NATIVE_BINDING_CACHE ??= join(__dirname, 'node_modules/.cache/swc');

/** @type {import('jest').Config} */
module.exports = {
  // By default Jest caches in a folder under /tmp that nobody removes.
  cacheDirectory: join(__dirname, 'node_modules/.cache/jest'),
  testEnvironment: 'node',
  // Ends a test that hangs; a busy machine must never reach it.
  testTimeout: 60_000,
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@nestjs/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@cutover/source', 'node', 'require', 'default'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};
