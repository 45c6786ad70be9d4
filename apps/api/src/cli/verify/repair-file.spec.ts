import { repairFileOf } from './repair-file.js';

it.each([
  ['/tmp/repair.sql', null, '/tmp/repair.sql'],
  ['/tmp/repair.sql', 'billing', '/tmp/repair.billing.sql'],
  ['repair', 'billing', 'repair.billing'],
  ['repair.sql', '../x/y', 'repair...%2Fx%2Fy.sql'],
])('writes %s of %s to %s', (file, database, path) => expect(repairFileOf(file, database)).toBe(path));
