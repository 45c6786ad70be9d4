// `npm run test:long`: what takes too long for `npm test`. The same claims over many more random tables and passes, backups killed and in
// S3 on a real server of it, the hostile soak, and a hunt for tests that lie: files that depend on timing, again and again, on cores that are busy with
// something else.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keepCoresBusy } from './busy-cores.mjs';
import { runSteps } from './run-steps.mjs';
import { mayRepeat, withTestLabs } from './test.mjs';

const soakMinutes = 10;
const postgresSoakMinutes = 5;
const rounds = 2;
/** The integration files in which something must happen while something else is under way. */
const sensitive = [
  'bad-input',
  'barrier',
  'checksum',
  'connections',
  'consistency',
  'exact-disturbed',
  'exact-modes',
  'exact-slow',
  'lag',
  'live-socket',
  'postgres-breaks',
  'restart',
  'resume',
  'throttle',
  'verification-api',
  'verify-changed-pair',
  'verify-command',
];

/** Path of an integration file. Throws when there is none: a renamed one would silently drop out of the hunt. */
function integrationFile(root, name) {
  const file = join(root, `apps/api/test/integration/${name}.int.spec.ts`);
  if (!existsSync(file)) throw new Error(`${file} is not there: correct the list in tools/setup/test-long.mjs`);
  return file;
}

/** Runs every step, with `--within MINUTES` those that are over by then; resolves with 0 when all passed. */
export function testLong(root, env, args) {
  const endsBy = endOf(args);
  const seed = Date.now() % 1_000_000;
  return withTestLabs(root, env, async (begin, leftBehind, beforeRepeat) => {
    const jest = join(root, 'node_modules/.bin/jest');
    const hunt = {
      command: 'nice',
      args: ['-n', '5', jest, '-c', join(root, 'apps/api/jest.integration.config.cjs')],
      files: sensitive.map((name) => integrationFile(root, name)),
      mayRepeat,
    };
    let letGo = () => undefined;
    const waves = [
      [{ name: 'servers', work: begin }],
      [{ name: 'random', minutes: 4, command: jest, args: ['-c', join(root, 'apps/api/jest.long.config.cjs')] }],
      [{ name: 'backups', minutes: 15, command: jest, args: ['-c', join(root, 'apps/api/jest.backups.config.cjs')] }],
      // Alone: its oracle gives the product times that hold on cores of its own.
      [
        {
          name: 'soak',
          minutes: soakMinutes + 2,
          command: process.execPath,
          args: [join(root, 'tools/soak/dist/main.js'), '--minutes', String(soakMinutes), '--seed', String(seed)],
        },
      ],
      [
        {
          name: 'soak postgres',
          minutes: postgresSoakMinutes + 2,
          command: process.execPath,
          args: [
            join(root, 'tools/soak/dist/main.js'),
            ...['--engine', 'postgres', '--minutes', String(postgresSoakMinutes), '--seed', String(seed)],
          ],
        },
      ],
      [{ name: 'busy cores', work: async () => (letGo = keepCoresBusy()) }],
      ...Array.from({ length: rounds }, (_, index) => [{ name: `round ${index + 1}`, minutes: 10, ...hunt }]),
      [{ name: 'left behind', work: leftBehind }],
    ];
    const minutes = waves.flat().reduce((sum, step) => sum + (step.minutes ?? 0), 0);
    console.log(`Testing at length: about ${minutes} min on two cores; the soak has --seed ${seed}.`);
    try {
      return await runSteps({ root, env, logFolder: 'npm-test-long', waves, endsBy, beforeRepeat });
    } finally {
      letGo();
    }
  });
}

/** When `--within` says that it is to be over; without it never. Throws where that is no number of minutes. */
export function endOf(args, now = Date.now()) {
  if (args.length === 0) return Infinity;
  const [name, value, ...others] = args;
  if (name !== '--within' || !/^-?\d+$/.test(value ?? '') || others.length > 0)
    throw new Error('usage: npm run test:long [-- --within MINUTES]');
  return now + Number(value) * 60_000;
}
