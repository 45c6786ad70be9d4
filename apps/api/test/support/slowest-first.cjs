// The files that take longest begin first, so that no worker is left with one of them when the others are done.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const slowest = [
  'ddl-during-check',
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
    const missing = slowest.filter((name) => !existsSync(join(__dirname, `../integration/${name}.int.spec.ts`)));
    if (missing.length > 0)
      throw new Error(`No integration file is named ${missing.join(', ')}: correct slowest-first.cjs`);
    const rank = ({ path }) => {
      const at = slowest.findIndex((name) => path.endsWith(`/${name}.int.spec.ts`));
      return at < 0 ? slowest.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
