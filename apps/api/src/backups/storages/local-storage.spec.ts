import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalStorage } from './local-storage.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-storage-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const backups = Array.from({ length: 60 }, (_, index) => `shop-db/shop/${index}`);

async function listed(storage: LocalStorage): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of storage.list('')) paths.push(path);
  return paths;
}

it('lists what stays while other backups are deleted: never an error, and never nothing', async () => {
  const storage = new LocalStorage('disk', root);
  const names = ['dump.sql', 'manifest.json'];
  for (let round = 0; round < 8; round++) {
    for (const folder of backups) {
      mkdirSync(join(root, folder), { recursive: true });
      for (const name of names) writeFileSync(join(root, folder, name), 'x');
    }
    const [gone, stays] = [backups.slice(0, 30), backups.slice(30)];
    const removing = (async () => {
      for (const folder of gone) for (const name of names) await storage.remove(`${folder}/${name}`);
    })();
    for (let look = 0; look < 5; look++) {
      const paths = await listed(storage);
      expect(paths).toEqual(
        expect.arrayContaining(stays.flatMap((folder) => names.map((name) => `${folder}/${name}`))),
      );
    }
    await removing;
  }
});

it('sweeps what its own writers left, and nothing of others in the same folder', async () => {
  const storage = new LocalStorage('disk', root);
  const own = ['shop-db/shop/20261127t073000z-4f1c9a/dump.sql.partial', 'check-config.txt.partial'];
  const others = ['film.partial', 'downloads/film.partial', 'a/b/c/film.partial'];
  for (const path of [...own, ...others]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
  expect(await storage.sweep(new Date(Date.now() + 1_000))).toBe(own.length);
  expect(others.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('tells the room of the file system in which its folder will be', async () => {
  const { freeBytes, totalBytes } = await new LocalStorage('disk', join(root, 'not', 'yet')).space();
  expect(freeBytes).toBeGreaterThan(0);
  expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
});

it('says at once that no folder can be made where the system names no reason', async () => {
  // The folder above is there, and the answer is ENOENT all the same.
  await expect(new LocalStorage('disk', '/proc/no/such').begin('a/b')).rejects.toThrow(
    /^Storage disk \(\/proc\/no\/such\): a\/b cannot be written: .*ENOENT/,
  );
});
