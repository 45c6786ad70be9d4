// Every way in which a server is told to begin sessions read only is seen, and none is taken for another.
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { postgresFreezeProof } from '../../src/freeze-proof/dialects/postgres/freeze-proof-dialect.js';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let connections: ConnectionsService;

beforeAll(async () => {
  lab = await postgresPair();
  connections = await whenUp(startConnections(configOf(lab)));
});

afterAll(() => connections?.onApplicationShutdown());

async function guard(of: ConnectionsService = connections): Promise<string> {
  const watched = { databases: ['public'], tables: [] };
  const side = await postgresFreezeProof.readSource(of.get('shop', 'source'), { timeoutMs: 10_000 }, watched);
  return `${side.guard}: ${side.guardText}`;
}

const setting = 'default_transaction_read_only';

/** Runs each by itself, in a session that may write whatever is set. */
const admin = (...statements: readonly string[]): Promise<void> =>
  lab.withAdmin('source', async (source) => {
    for (const each of [`SET ${setting} = off`, ...statements]) await source.query(each);
  });

const frozen = `ordinary: ${setting} = on`;
const reload = 'SELECT pg_reload_conf()';

it.each([
  ['ALTER DATABASE', [`ALTER DATABASE shop SET ${setting} = on`], [`ALTER DATABASE shop RESET ${setting}`]],
  [
    'ALTER ROLE of the application',
    [`ALTER ROLE shop_app SET ${setting} = on`],
    [`ALTER ROLE shop_app RESET ${setting}`],
  ],
  [
    'ALTER ROLE IN DATABASE',
    [`ALTER ROLE shop_app IN DATABASE shop SET ${setting} = on`],
    [`ALTER ROLE shop_app IN DATABASE shop RESET ${setting}`],
  ],
  ['ALTER ROLE ALL', [`ALTER ROLE ALL SET ${setting} = on`], [`ALTER ROLE ALL RESET ${setting}`]],
])('%s freezes, and is seen to be taken back', async (_, freeze, thaw) => {
  expect(await guard()).toMatch(/^none: shop_app/);
  try {
    await admin(...freeze);
    await eventually('the freeze to be seen', async () => (await guard()) === frozen);
  } finally {
    await admin(...thaw);
  }
  await eventually('the thaw to be seen', async () => (await guard()).startsWith('none: shop_app'));
});

it('is not taken for a freeze by a session that began during one', async () => {
  await admin(`ALTER DATABASE shop SET ${setting} = on`);
  let late: ConnectionsService | undefined;
  try {
    late = await whenUp(startConnections(configOf(lab)));
    expect(await guard(late)).toBe(frozen);
  } finally {
    await admin(`ALTER DATABASE shop RESET ${setting}`);
  }
  expect(await guard(late)).toMatch(/^none: shop_app/);
  await late.onApplicationShutdown();
});

it('ALTER SYSTEM alone is not seen, which is the safe side, and the freeze that is asked for is seen beside it', async () => {
  try {
    await admin(`ALTER SYSTEM SET ${setting} = on`, reload);
    await eventually('the setting to be read', async () => {
      const { rows } = await lab.withAdmin('source', (source) => source.query(`SHOW ${setting}`));
      return (rows[0] as Record<string, string>)[setting] === 'on';
    });
    expect(await guard()).toMatch(/^none: shop_app/);
    await admin(`ALTER DATABASE shop SET ${setting} = on`);
    expect(await guard()).toBe(frozen);
  } finally {
    await admin(`ALTER DATABASE shop RESET ${setting}`, `ALTER SYSTEM RESET ${setting}`, reload);
  }
});

it('a role that is excepted from a freeze of all may write', async () => {
  try {
    await admin(`ALTER ROLE shop_app SET ${setting} = off`, `ALTER ROLE ALL SET ${setting} = on`);
    expect(await guard()).toMatch(/^none: shop_app/);
  } finally {
    await admin(`ALTER ROLE shop_app RESET ${setting}`, `ALTER ROLE ALL RESET ${setting}`);
  }
});
