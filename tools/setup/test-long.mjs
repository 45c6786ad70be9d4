// `npm run test:long`: what takes too long for `npm test`. The same claims over many more random tables and passes, and a
// hunt for tests that lie: files that depend on timing, again and again, on cores that are busy with something else.
import { join } from 'node:path';
import { keepCoresBusy } from './busy-cores.mjs';
import { runSteps } from './run-steps.mjs';
import { withTestLabs } from './test.mjs';

const minutes = 15;
const rounds = 3;
/** The integration files in which something must happen while something else is under way. */
const sensitive = [
  ...['barrier', 'bad-input', 'checksum', 'connections', 'consistency', 'exact-disturbed', 'exact-modes', 'exact-slow'],
  ...['lag', 'live-socket', 'resume', 'restart', 'throttle', 'verification-api', 'verify-command'],
];

/** Runs every step; resolves with 0 when all passed. */
export function testLong(root, env) {
  console.log(`Testing at length: about ${minutes} min on two cores.`);
  return withTestLabs(root, env, async (begin, leftBehind) => {
    const jest = join(root, 'node_modules/.bin/jest');
    const hunt = [
      jest,
      '-c',
      join(root, 'apps/api/jest.integration.config.cjs'),
      `/(${sensitive.join('|')})\\.int\\.spec`,
    ];
    let letGo = () => undefined;
    const waves = [
      [{ name: 'servers', work: begin }],
      [{ name: 'random', command: jest, args: ['-c', join(root, 'apps/api/jest.long.config.cjs')] }],
      [{ name: 'busy cores', work: async () => (letGo = keepCoresBusy()) }],
      ...Array.from({ length: rounds }, (_, index) => [
        { name: `round ${index + 1}`, command: 'nice', args: ['-n', '5', ...hunt] },
      ]),
      [{ name: 'left behind', work: leftBehind }],
    ];
    try {
      return await runSteps({ root, env, logFolder: 'npm-test-long', waves });
    } finally {
      letGo();
    }
  });
}
