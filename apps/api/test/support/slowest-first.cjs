// The files that take longest begin first, so that no worker is left with one of them when the others are done.
const { default: Sequencer } = require('@jest/test-sequencer');

const slowest = [
  'documents',
  'resume',
  'breaks',
  'checksum',
  'barrier',
  'bad-input',
  'consistency',
  'verification-api',
  'scenarios',
  'repair',
];

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = slowest.findIndex((name) => path.endsWith(`/${name}.int.spec.ts`));
      return at < 0 ? slowest.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
