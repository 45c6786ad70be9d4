import type { ServerConnection, ServerIdentity } from '../../../session/server-connection.js';
import { replicaStatusStatements } from '../server-statements.js';
import { readChannels } from './replica-status.js';

const server = (flavor: 'mariadb' | 'mysql', versionNumber: number): ServerIdentity => ({
  flavor,
  version: '',
  versionNumber,
  serverId: '1',
  account: 'cutover@%',
  fingerprint: 'x',
});

const refusal = (errno: number, message: string) => Object.assign(new Error(message), { errno, sqlState: '42000' });

/** Answers each statement with rows, or throws what stands there. */
function targetAnswering(answers: Record<string, object[] | Error>, identity = server('mariadb', 100611)) {
  return {
    rds: true,
    identity: () => identity,
    query: async (sql: string) => {
      const answer = answers[sql] ?? refusal(1064, `unexpected ${sql}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as ServerConnection;
}

describe('the statement that tells the state of replication', () => {
  it.each([
    ['mariadb', 101106, false, ['SHOW ALL SLAVES STATUS']],
    ['mariadb', 100611, true, ['CALL mysql.rds_replica_status', 'SHOW ALL SLAVES STATUS']],
    ['mariadb', 100432, true, ['SHOW ALL SLAVES STATUS']],
    ['mysql', 80021, false, ['SHOW SLAVE STATUS']],
    ['mysql', 80022, true, ['SHOW REPLICA STATUS']],
  ] as const)('suits %s %d (RDS: %s)', (flavor, version, rds, statements) => {
    expect(replicaStatusStatements(server(flavor, version), rds)).toEqual(statements);
  });

  it('falls back to SHOW where RDS has no procedure', async () => {
    const target = targetAnswering({
      'CALL mysql.rds_replica_status': refusal(1305, 'PROCEDURE does not exist'),
      'SHOW ALL SLAVES STATUS': [{ Connection_name: 'one' }, { Connection_name: 'two' }],
    });
    expect((await readChannels(target, {})).map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('tells the missing right, not the missing procedure, when both fail', async () => {
    const target = targetAnswering({
      'CALL mysql.rds_replica_status': refusal(1305, 'PROCEDURE does not exist'),
      'SHOW ALL SLAVES STATUS': refusal(1227, 'you need SLAVE MONITOR'),
    });
    await expect(readChannels(target, {})).rejects.toThrow('SLAVE MONITOR');
  });

  it('does not go on asking a server that is gone', async () => {
    const target = targetAnswering({ 'CALL mysql.rds_replica_status': new Error('is down') });
    await expect(readChannels(target, {})).rejects.toThrow('is down');
  });
});
