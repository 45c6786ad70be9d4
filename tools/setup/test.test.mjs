import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { wavesOf, withTestLabs } from './test.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const testScriptOf = (folder) =>
  existsSync(join(folder, 'package.json')) &&
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts?.test;

test('every package with tests has a step in npm test', () => {
  const folders = ['apps', 'libs', 'tools'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  const tested = folders.filter(testScriptOf);
  assert.ok(tested.length >= 6);
  const steps = wavesOf(root).flat();
  assert.deepEqual(
    tested.filter((folder) => !steps.some(({ cwd }) => cwd === folder)),
    [],
  );
});

test('a folder that a test leaves is a failure, unless it was there when a failed file is run again', async () => {
  const leave = () => mkdtempSync(join(tmpdir(), 'cutover-left-'));
  const ended = (work) =>
    withTestLabs(root, {}, async (_begin, leftBehind, beforeRepeat) => {
      work(beforeRepeat);
      await leftBehind();
    });
  await assert.rejects(ended(leave), /left folders behind: cutover-left-/);
  await ended((beforeRepeat) => {
    leave();
    beforeRepeat();
  });
  await assert.rejects(
    ended((beforeRepeat) => {
      beforeRepeat();
      leave();
    }),
    /left folders behind/,
  );
});
