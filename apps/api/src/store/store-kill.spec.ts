import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { StoreStage } from '../../test/support/store-stage.js';

const writer = resolve(__dirname, '../../test/support/store-writer.cjs');

describe('a process that is killed while it writes', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('has lost no write that was acknowledged, and its lock is free', async () => {
    const child = spawn(process.execPath, [writer, `sqlite:${stage.file}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.split('\n').length > 150 && !child.killed) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    // The last line may be cut off, but it is never longer than what was written.
    const acknowledged = printed.split('\n').slice(0, -1).map(Number);
    const { connection, health, samples } = await stage.open();
    const kept = new Set((await samples.loadSince('shop', 0)).map(({ atMs }) => atMs));
    await connection.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(150);
    expect(acknowledged.filter((atMs) => !kept.has(atMs))).toEqual([]);
    expect(health.snapshot().storeNotice).toBeNull();
  });
});
