import { wantsAccounts } from './choose-databases.js';

it.each([
  ['a run of the whole server', { excludeDatabases: [] }, null, true],
  ['one whose configuration leaves them out', { excludeDatabases: ['server.accounts'] }, null, false],
  ['one of a database alone', { excludeDatabases: [] }, ['shop'], false],
  ['one that names them', { excludeDatabases: ['*'] }, ['server.accounts'], true],
] as const)('accounts in %s', (_, server, databases, expected) =>
  expect(wantsAccounts({ excludeDatabases: [...server.excludeDatabases] }, databases)).toBe(expected),
);
