import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productVersion } from './product-version.js';

it('tells the version of the root package.json', () => {
  const text = readFileSync(join(__dirname, '../../../../package.json'), 'utf8');
  expect(productVersion).toBe((JSON.parse(text) as { version: string }).version);
});
