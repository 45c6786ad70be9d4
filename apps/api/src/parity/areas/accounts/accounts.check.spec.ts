import type { ParityDifference } from '@cutover/contracts';
import { aParity, at, someEvidence } from '../../../../test/support/some-evidence.js';
import { accountsParityCheck } from './accounts.check.js';

const difference: ParityDifference = {
  ...{ id: 'x', area: 'accounts', kind: 'account', object: "'app'@'%'", part: null, source: null, target: null },
  ...{ why: 'So it is.', mend: null, blocks: true },
};

const said = (change: Partial<ParityDifference>): string | undefined => {
  const parity = aParity();
  parity.accounts = { state: parity.accounts!.state, differences: [{ ...difference, ...change }] };
  return accountsParityCheck.judge(someEvidence({ parity }), Date.parse(at)).found[0]?.message;
};

it.each<[Partial<ParityDifference>, string]>([
  [
    { kind: 'grant', part: 'on `shop`.*', source: 'DELETE, INSERT, UPDATE (`a, b`)', target: 'INSERT' },
    "'app'@'%': DELETE, UPDATE (`a, b`) on `shop`.* are missing on the target",
  ],
  [
    { kind: 'grant', part: 'on `shop`.*', source: 'DELETE', target: null },
    "'app'@'%': DELETE on `shop`.* is missing on the target",
  ],
  [
    { kind: 'grant', part: 'on `shop`.*', target: 'INSERT' },
    "'app'@'%': the grant on `shop`.* of the target alone takes other rights away",
  ],
  [
    { kind: 'grant', part: 'revoked on `shop`.*', target: 'INSERT' },
    "'app'@'%': INSERT is revoked on `shop`.* on the target only",
  ],
  [
    { kind: 'role', part: 'role `clerk`', source: 'ADMIN OPTION, MEMBER', target: 'MEMBER' },
    "'app'@'%': ADMIN OPTION of role `clerk` is missing on the target",
  ],
  [{ kind: 'grant', part: "proxy for 'a'@'%'", source: 'PROXY' }, "'app'@'%' is no proxy for 'a'@'%' on the target"],
  [
    { kind: 'grant', part: 'dynamic privileges on *.*', source: 'BACKUP_ADMIN' },
    "'app'@'%': BACKUP_ADMIN on *.* is missing on the target",
  ],
  [{ kind: 'role', part: 'role `clerk`', source: 'MEMBER' }, "'app'@'%' does not have role `clerk` on the target"],
  [
    { part: 'password', source: 'one password', target: 'another password' },
    "'app'@'%' has another password on the target",
  ],
  [{ part: 'expired password', target: 'PASSWORD EXPIRE' }, "The password of 'app'@'%' is expired on the target"],
  [
    { part: 'authentication', source: 'ed25519', target: 'unix_socket' },
    "'app'@'%': authentication is unix_socket on the target and ed25519 on the source",
  ],
  [{ source: 'mysql_native_password' }, "Account 'app'@'%' is missing on the target"],
  [{ target: 'mysql_native_password' }, "Account 'app'@'%' of the target alone takes the place of another account"],
  [{ kind: 'plugin', object: 'ed25519' }, 'The plugin ed25519, by which accounts log in, is not loaded on the target'],
  [{ kind: 'definer', object: 'a@%' }, 'A@% is a DEFINER and no account on the target'],
])('says %j in words', (change, message) => expect(said(change)).toBe(message));
