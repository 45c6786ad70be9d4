import { errorAnswerSchema, sessionSchema, socketPath, type AccessRole } from '@cutover/contracts';
import { io } from 'socket.io-client';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { hashPassword } from '../../src/platform/access/password-hashing.js';

const passwords: Record<AccessRole, string> = { viewer: 'looking-is-free', operator: 'press-the-button' };
const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const loginOf = (role: AccessRole): Record<string, string> => ({ authorization: basic(role, passwords[role]) });

/** Resolves with what became of a socket: connected, or why it was refused. */
function trySocket(
  url: string,
  auth: Record<string, string>,
  extraHeaders: Record<string, string> = {},
): Promise<string> {
  const socket = io(url, {
    path: socketPath,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders,
  });
  return new Promise<string>((resolve) => {
    socket.once('metrics_update', () => resolve('snapshot received'));
    socket.once('connect_error', (error) => resolve(`refused: ${error.message}`));
  }).finally(() => socket.close());
}

describe('with users configured', () => {
  let product: Product;

  beforeAll(async () => {
    const user = async (role: AccessRole) => ({ name: role, role, passwordHash: await hashPassword(passwords[role]) });
    const users = [await user('viewer'), await user('operator')];
    product = await startProduct(await labPair(), { sections: { auth: { users } } });
  });
  afterAll(() => product.end());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(product.url + path, { headers });

  it.each(['/', '/m/shop', '/api/migrations', '/api/docs', '/api/docs-json', '/api/session', '/metrics', '/api/nope'])(
    'asks for a login at %s',
    async (path) => {
      const answer = await get(path, { accept: 'text/html' });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      errorAnswerSchema.parse(await answer.json());
    },
  );

  it('gives health without one, and no secrets in it', async () => {
    for (const path of ['/api/health', '/api/health/live']) expect([200, 503]).toContain((await get(path)).status);
  });

  it.each(['viewer', 'operator'] as const)('lets a %s read everything', async (role) => {
    for (const path of ['/api/migrations/shop', '/api/docs', '/metrics', '/']) {
      const { status } = await get(path, loginOf(role));
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    expect(sessionSchema.parse(await (await get('/api/session', loginOf(role))).json())).toMatchObject({
      name: role,
      role,
    });
  });

  it('lets only an operator start a run', async () => {
    const start = (role: AccessRole) =>
      fetch(`${product.url}/api/migrations/shop/checksums/runs`, { method: 'POST', headers: loginOf(role) });
    expect((await start('viewer')).status).toBe(403);
    expect([202, 409]).toContain((await start('operator')).status);
  });

  it('refuses a command that another site makes the browser send', async () => {
    const answer = await fetch(`${product.url}/api/migrations/shop/checksums/runs`, {
      method: 'POST',
      headers: { ...loginOf('operator'), origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });

  it('holds the socket to the same login', async () => {
    expect(await trySocket(product.url, {})).toMatch(/^refused/);
    expect(await trySocket(product.url, { username: 'viewer', password: 'wrong' })).toMatch(/^refused/);
    expect(await trySocket(product.url, { username: 'viewer', password: passwords.viewer })).toBe('snapshot received');
    expect(await trySocket(product.url, {}, loginOf('viewer'))).toBe('snapshot received');
    expect(await trySocket(product.url, {}, { ...loginOf('viewer'), origin: 'https://elsewhere.example' })).toMatch(
      /^refused/,
    );
  });

  it('slows down whoever guesses, with Retry-After, and still lets the others in', async () => {
    const guess = (n: number) => get('/api/session', { authorization: basic('operator', `guess-${n}`) });
    const statuses: number[] = [];
    let last = await guess(0);
    for (let n = 1; n < 12 && last.status !== 429; n++) {
      statuses.push(last.status);
      last = await guess(n);
    }
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get('/api/session', loginOf('operator'))).status).toBe(200);
  });
});
