import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { silentFolder } from '../../../test/support/silent-folder.js';
import { LocalStorage } from './local-storage.js';
import { writeText } from './stored-text.js';

let root: string;
let storage: LocalStorage;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-silent-'));
  storage = new LocalStorage('nas', join(root, 'nas'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function listed(each: LocalStorage): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of each.list('')) paths.push(path);
  return paths;
}

it('asks nothing of a folder into which a call has not come back, whoever asks, and the machine has threads left', async () => {
  const folder = await silentFolder(join(root, 'nas'));
  const others = [storage, new LocalStorage('same', join(root, 'nas'))];
  const asked = others.flatMap((each) => [
    ...[each.find('a'), each.begin('a'), each.read('a'), each.remove('a'), each.space(), each.inspect()],
    ...[listed(each), each.sweep(new Date())],
  ]);
  for (const answer of await Promise.allSettled(asked))
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('has not answered for 0.05 seconds. Look at its mount') },
    });
  const other = new LocalStorage('disk', join(root, 'disk'));
  await writeText(other, 'a', 'goes on');
  expect(await text(await other.read('a'))).toBe('goes on');

  await folder.answers();
  await writeText(storage, 'a', 'works again');
  expect(await text(await storage.read('a'))).toBe('works again');
});

it('ends what is read where no more bytes come', async () => {
  await writeText(storage, 'a', 'x');
  execFileSync('mkfifo', [join(root, 'nas', 'dump')]);
  const writer = openSync(join(root, 'nas', 'dump'), constants.O_RDWR);
  writeSync(writer, 'the beginning');
  const source = await new LocalStorage('nas', join(root, 'nas'), { withinMs: 500 }).read('dump');
  const read: string[] = [];
  const reading = (async () => {
    for await (const bytes of source) read.push(String(bytes));
  })();
  await expect(reading).rejects.toThrow(
    /^Storage nas .*dump cannot be read: it has not answered for .* Look at its mount/,
  );
  expect(read).toEqual(['the beginning']);
  writeSync(writer, 'too late');
  closeSync(writer);
});

it('gives up what is written to it, and leaves nothing under its path', async () => {
  const writer = await storage.begin('a/dump');
  await new Promise((done) => writer.stream.write('the beginning', done));
  const folder = await silentFolder(join(root, 'nas'));
  writer.stream.end('the end');
  await expect(writer.publish()).rejects.toThrow(/^Storage nas .*a\/dump cannot be written: it has not answered/);
  await folder.answers();
  await writer.abort();
  expect(readdirSync(join(root, 'nas', 'a'))).toEqual([]);
  await writeText(storage, 'a/dump', 'another');
  expect(readFileSync(join(root, 'nas', 'a', 'dump'), 'utf8')).toBe('another');
});
