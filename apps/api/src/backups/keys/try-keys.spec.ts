import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAgeKey } from '../../../test/support/age-key.js';
import { tryKeys } from './try-keys.js';

const { signal } = new AbortController();
const path = process.env['PATH'];
let folder: string;
let [own, recovery, old]: { file: string; recipient: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-keys-'));
  [own, recovery, old] = ['own', 'recovery', 'old'].map((name) => newAgeKey(join(folder, name)));
});
afterEach(() => (process.env['PATH'] = path));
afterAll(() => rmSync(folder, { recursive: true }));

it('tells which file opens what is encrypted to each recipient, and which opens nothing', async () => {
  const found = await tryKeys([own!.recipient, recovery!.recipient], [own!.file, old!.file], signal);
  expect(found).toEqual({
    recipients: [
      { recipient: own!.recipient, openedBy: [own!.file] },
      { recipient: recovery!.recipient, openedBy: [] },
    ],
    useless: [{ file: old!.file, reason: expect.stringContaining('none of the recipients') }],
  });
});

it('says why a file is no key', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'AGE-SECRET-KEY-1NO');
  const { useless } = await tryKeys([own!.recipient], [join(folder, 'gone'), broken], signal);
  expect(useless).toMatchObject([
    { file: join(folder, 'gone'), reason: expect.stringContaining('no such file') },
    { file: broken, reason: expect.stringContaining('broken') },
  ]);
});

it('takes nothing for a recipient that is none: a manifest may say anything', async () => {
  const found = await tryKeys(['--output=/tmp/x', 'age1short'], [], signal);
  expect(found.recipients).toEqual([]);
});

it('finds nothing out without the program, or where it is to end', async () => {
  const stopped = AbortSignal.abort(new Error('stopping'));
  await expect(tryKeys([own!.recipient], [own!.file], stopped)).rejects.toThrow('stopping');
  process.env['PATH'] = folder;
  await expect(tryKeys([own!.recipient], [own!.file], signal)).rejects.toThrow('age cannot be started');
});
