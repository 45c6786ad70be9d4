import { leftBehindCheck } from '../left-behind-check.js';

const copyThem =
  'In the freeze copy them by pg_dump --large-objects (lo_export and lo_import for single ones), and see that no row refers to one that is missing (vacuumlo -n counts those that no row refers to). Better: move them to bytea before the switch. Once you have, answer for it with a waiver.';

/** Large objects stand in tables of the system, of which nothing is published. */
export const largeObjectsCheck = leftBehindCheck({
  id: 'large-objects',
  claim: 'The source has no large objects, which do not replicate',
  blocks: 'unless-passed',
  kinds: [
    {
      kind: 'large-objects-missing',
      subject: 'missing',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names) => `Large objects do not replicate, and the target lacks some: ${names}`,
      action: copyThem,
    },
    {
      kind: 'large-objects',
      subject: 'copied',
      ...{ outcome: 'unknown', severity: 'INFO' },
      message: (names) => `Whether the large objects of the target are those of the source is unknown: ${names}`,
      action: copyThem,
    },
  ],
});
