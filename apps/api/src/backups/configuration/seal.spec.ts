import { randomBytes } from 'node:crypto';
import { seal, unseal } from './seal.js';

const key = randomBytes(32);

it('opens with its key and for its place alone', () => {
  const sealed = seal('pä$${ss}', key, 'servers/shop-db');
  expect(sealed).not.toContain('ss}');
  expect(unseal(sealed, key, 'servers/shop-db')).toBe('pä$${ss}');
  expect(unseal(sealed, key, 'servers/crm-db')).toBeNull();
  expect(unseal(sealed, randomBytes(32), 'servers/shop-db')).toBeNull();
});

it('opens nothing that was altered, cut or never sealed', () => {
  const sealed = seal('secret', key, 'a');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (const at of [0, 12, bytes.length - 1]) {
    const altered = Buffer.from(bytes);
    altered[at]! ^= 1;
    expect(unseal(`v1.${altered.toString('base64url')}`, key, 'a')).toBeNull();
  }
  for (const text of ['', 'secret', 'v1.', sealed.slice(0, 30), `v2.${sealed.slice(3)}`])
    expect(unseal(text, key, 'a')).toBeNull();
});

it('never seals twice alike', () => expect(seal('a', key, 'b')).not.toBe(seal('a', key, 'b')));
