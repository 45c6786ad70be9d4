import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { configSchema } from '../../src/config/config.schema.js';
import { STORE_PARTS } from '../../src/store/registered-parts.js';
import type { StorePart } from '../../src/store/store-part.js';
import { allParts } from '../support/store-stage.js';

const source = resolve(__dirname, '../../src');
const endpoint = { host: '127.0.0.1', port: 1, username: 'u', password: 'p' };
const config = configSchema.parse({
  store: { url: 'sqlite::memory:' },
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, port: 2 }, databases: ['shop'] }],
});

it('opens the store of the application with the part of every folder that has a store/', async () => {
  const app = await Test.createTestingModule({ imports: [AppModule.forRoot(config)] }).compile();
  try {
    const parts = app.get<readonly StorePart[]>(STORE_PARTS, { strict: false }).map(({ name }) => name);
    const owners = readdirSync(source).filter((folder) => existsSync(join(source, folder, 'store')));
    expect([...parts].sort()).toEqual(owners.sort());
    expect(allParts.map(({ name }) => name).sort()).toEqual(owners);
  } finally {
    await app.close();
  }
});
