import type { ParityDifference } from '@cutover/contracts';
import { aParity, at, someEvidence } from '../../../../test/support/some-evidence.js';
import { accountsExtraCheck } from './accounts-extra.check.js';

const extra: ParityDifference = {
  ...{ id: 'accounts/account/x@%', area: 'accounts', kind: 'account', object: "'x'@'%'", part: null, source: null },
  ...{ target: 'mysql_native_password', why: 'It is a way in.', blocks: false },
  mend: { on: 'target', statements: ['SET SESSION sql_log_bin = 0;', "DROP USER 'x'@'%';"], note: 'Ask first.' },
};

function judge(...differences: ParityDifference[]) {
  const parity = aParity();
  parity.accounts = { state: parity.accounts!.state, differences };
  return accountsExtraCheck.judge(someEvidence({ parity }), Date.parse(at));
}

it('warns of an account that the target alone has, with the reason and what drops it, and never blocks', () => {
  expect(judge(extra).found).toMatchObject([
    {
      ...{ subject: "'x'@'%'", outcome: 'fail', severity: 'WARNING', action: 'Ask first.' },
      message: "Account 'x'@'%' is on the target only. It is a way in.",
      statements: [{ on: 'target', sql: "SET SESSION sql_log_bin = 0;\nDROP USER 'x'@'%';" }],
    },
  ]);
  expect(accountsExtraCheck.blocks).toBe('never');
});

it('says nothing of roles, of rights, and of accounts that the target lacks', () => {
  const others = [
    { ...extra, target: 'role' },
    { ...extra, kind: 'grant', part: 'on *.*' },
    { ...extra, source: 'mysql_native_password', target: null },
  ];
  expect(judge(...others)).toMatchObject({ found: [], rest: 'pass' });
});
