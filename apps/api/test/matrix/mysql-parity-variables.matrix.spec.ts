// Settings of a pair of MySQL servers: parity-variables.int.spec.ts is the same of MariaDB.
import type { Lab } from '@cutover/lab';
import { variablesArea } from '../../src/parity/areas/variables/variables-area.js';
import { comparedBy, mendAsTold } from '../support/compared-area.js';
import { labPair } from '../support/lab-pair.js';
import { runOn } from '../support/run-on.js';
import { serverLine } from '../support/server-line.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await labPair();
  });

  const compare = () => comparedBy(variablesArea, lab);

  it('finds nothing on a sound pair, by two statements a side', async () => {
    const reading = await compare();
    expect(reading).toMatchObject({ differences: [], unknown: [], statements: { source: 2, target: 2 } });
    expect(reading.compared['variable']).toBeGreaterThan(45);
  });

  it.each([
    ['sql_mode', "'ANSI_QUOTES'"],
    ['transaction_isolation', "'READ-COMMITTED'"],
    ['default_collation_for_utf8mb4', "'utf8mb4_general_ci'"],
    ['max_execution_time', '1000'],
    ['sql_require_primary_key', 'ON'],
    ['activate_all_roles_on_login', 'ON'],
  ])('names %s when it is %s on the target, and has it the same after what is told was done', async (name, value) => {
    await runOn(lab, 'target', `SET GLOBAL ${name} = ${value}`);
    try {
      const { differences } = await compare();
      expect(differences).toMatchObject([{ object: name, part: 'global value', blocks: false }]);
      await mendAsTold(lab, differences[0]!);
      expect((await compare()).differences).toEqual([]);
    } finally {
      await runOn(lab, 'target', `SET GLOBAL ${name} = DEFAULT`);
    }
  });
});
