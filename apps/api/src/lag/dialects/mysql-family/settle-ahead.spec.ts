import { gtidCodecs } from '@cutover/databases/mysql-family';
import { settleAhead } from './settle-ahead.js';

const source = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const target = '4e11fa47-71ca-11e1-9e33-c80aa9429562';

const compared = (written: string, applied: string) =>
  gtidCodecs.mysql.compare(
    { position: written, written: null },
    { applied, written: null, serverId: target, logsApplied: true, isStrict: false },
  );
/** Errant transactions of each measurement. */
function errantOf(...measurements: [string, string][]): (string | null)[][] {
  let ahead = '';
  return measurements.map(([written, applied]) => {
    const settled = settleAhead(compared(written, applied), source.toUpperCase(), ahead);
    ahead = settled.ahead;
    return settled.domains.map(({ errantGtids }) => errantGtids);
  });
}

it('takes nothing for errant that the source says a moment later, also when that happens again and again', () => {
  expect(errantOf([`${source}:1-5`, `${source}:1-6`], [`${source}:1-8`, `${source}:1-9`])).toEqual([[null], [null]]);
});

it('takes for errant what stays so, under the name of the source too', () => {
  const stays: [string, string] = [`${source}:1-5`, `${source}:1-5:7`];
  expect(errantOf(stays, stays)).toEqual([[null], [`${source}:7`]]);
  expect(settleAhead(compared(...stays), source, `${source}:7`).domains[0]).toMatchObject({
    errantOf: 'another-server',
  });
});

it('takes at once for errant what stands under another name, and leaves MariaDB alone', () => {
  expect(errantOf([`${source}:1-5`, `${source}:1-5,${target}:1`])).toEqual([[null, `${target}:1`]]);
  const domains = compared(`${source}:1-5`, `${source}:1-6`);
  expect(settleAhead(domains, null, '')).toEqual({ domains, ahead: '' });
});
