import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isInstalled } from './need-postgres.mjs';

test('a PostgreSQL that is too old for the lab does not count as installed', () => {
  const debian = mkdtempSync(join(tmpdir(), 'cutover-setup-'));
  const lay = (version) => {
    mkdirSync(join(debian, version, 'bin'), { recursive: true });
    writeFileSync(join(debian, version, 'bin/initdb'), '');
  };
  try {
    assert.equal(isInstalled(false, join(debian, 'none')), false);
    lay('9.6');
    lay('13');
    assert.equal(isInstalled(false, debian), false);
    lay('15');
    assert.equal(isInstalled(false, debian), true);
  } finally {
    rmSync(debian, { recursive: true });
  }
});
