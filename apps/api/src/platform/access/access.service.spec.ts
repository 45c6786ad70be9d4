import type { CutoverConfig, UserConfig } from '../../config/config.schema.js';
import { formatPasswordHash } from '../../config/password-hash.js';
import { scryptSync } from 'node:crypto';
import { Clock } from '../clock.js';
import { AccessService } from './access.service.js';
import { parseBasicCredentials } from './basic-credentials.js';

class HeldClock extends Clock {
  now = 0;
  override monotonicMs(): number {
    return this.now;
  }
}

function user(name: string, password: string): UserConfig {
  const shape = { cost: 16, blockSize: 1, parallelization: 1, salt: Buffer.alloc(16, 7) };
  const hash = scryptSync(password, shape.salt, 32, { N: 16, r: 1, p: 1 });
  return { name, passwordHash: formatPasswordHash({ ...shape, hash }), role: 'viewer' };
}

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

function service(users: UserConfig[] = [user('ops', 'right')]) {
  const clock = new HeldClock();
  return { clock, access: new AccessService({ auth: { users } } as unknown as CutoverConfig, clock) };
}

describe('AccessService', () => {
  it('takes everybody for the operator `local` when no users are configured', async () => {
    const { access } = service([]);
    expect(await access.authenticate(undefined, undefined)).toEqual({
      name: 'local',
      role: 'operator',
      authRequired: false,
    });
  });

  it('lets the right password in, with colons and umlauts', async () => {
    const { access } = service([user('jörg', 'ü:ö:😀')]);
    expect(await access.authenticate(basic('jörg', 'ü:ö:😀'), '1.1.1.1')).toMatchObject({
      name: 'jörg',
      role: 'viewer',
    });
  });

  it.each([undefined, '', 'Bearer x', 'Basic !', 'Basic ' + 'A'.repeat(5000), basic('', 'x')])(
    'asks for a login at header %j',
    async (header) => {
      await expect(service().access.authenticate(header, '1.1.1.1')).rejects.toMatchObject({ status: 401 });
    },
  );

  it('says the same of an unknown name and a wrong password', async () => {
    const { access } = service();
    const say = async (header: string) => access.authenticate(header, '1.1.1.1').catch((error: Error) => error.message);
    expect(await say(basic('nobody', 'x'))).toBe(await say(basic('ops', 'x')));
  });

  it('blocks an address that guesses, and only that one', async () => {
    const { access, clock } = service();
    const guess = (n: number, address: string) => access.authenticate(basic('ops', `no ${n}`), address);
    for (let n = 0; n < 6; n++) await expect(guess(n, '1.1.1.1')).rejects.toMatchObject({ status: 401 });
    await expect(guess(9, '1.1.1.1')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 1 });
    await expect(access.authenticate(basic('ops', 'right'), '1.1.1.1')).rejects.toMatchObject({ status: 429 });
    expect(await access.authenticate(basic('ops', 'right'), '2.2.2.2')).toMatchObject({ name: 'ops' });
    clock.now += 1000;
    await expect(guess(10, '1.1.1.1')).rejects.toMatchObject({ status: 401 });
    await expect(guess(11, '1.1.1.1')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 2 });
  });

  it('blocks guesses that are all sent at once', async () => {
    const { access } = service();
    const guesses = Array.from({ length: 20 }, (_, n) => access.authenticate(basic('ops', `no ${n}`), '1.1.1.1'));
    const outcomes = await Promise.allSettled(guesses);
    const statuses = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { status: number }).status : 200,
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
  });

  it('blocks a name that many addresses guess, but not who is already in', async () => {
    const { access } = service();
    await access.authenticate(basic('ops', 'right'), '9.9.9.9');
    for (let n = 0; n < 21; n++)
      await access.authenticate(basic('ops', `no ${n}`), `10.0.0.${n}`).catch(() => undefined);
    await expect(access.authenticate(basic('ops', 'other'), '9.9.9.8')).rejects.toMatchObject({ status: 429 });
    expect(await access.authenticate(basic('ops', 'right'), '9.9.9.9')).toMatchObject({ name: 'ops' });
  });

  it('does not take a script that repeats one wrong password for guessing', async () => {
    const { access } = service();
    for (let n = 0; n < 50; n++)
      await expect(access.authenticate(basic('ops', 'outdated'), '1.1.1.1')).rejects.toMatchObject({ status: 401 });
    expect(await access.authenticate(basic('ops', 'right'), '1.1.1.1')).toMatchObject({ name: 'ops' });
  });
});

describe('parseBasicCredentials', () => {
  it('splits at the first colon', () => {
    expect(parseBasicCredentials(basic('a', 'b:c'))).toEqual({ name: 'a', password: 'b:c' });
  });
});
