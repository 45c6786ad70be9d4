import type { DedicatedSession } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import { HeldPair, type TakenPair } from './held-pair.js';

/** Connections that note what is done with them. */
class FakeConnections {
  readonly source = { isOpen: true } as { isOpen: boolean } & DedicatedSession;
  readonly target = { isOpen: true } as { isOpen: boolean } & DedicatedSession;
  released = 0;
  closed = 0;
  releaseFailure: Error | null = null;

  async release(): Promise<void> {
    this.released++;
    if (this.releaseFailure !== null) throw this.releaseFailure;
  }
}

class FakePair extends HeldPair<FakeConnections, { failure?: Error }> {
  readonly opened: FakeConnections[] = [];
  taken = 0;
  bindings = 0;

  protected async open(): Promise<FakeConnections> {
    const connections = new FakeConnections();
    this.opened.push(connections);
    return connections;
  }

  protected async take({ source, target }: FakeConnections, { failure }: { failure?: Error }): Promise<TakenPair> {
    if (failure !== undefined) throw failure;
    return { source, target, position: `position ${++this.taken}`, takenAtMs: this.clock.monotonicMs() };
  }

  protected override async bind(): Promise<void> {
    this.bindings++;
  }

  protected isOpen({ source, target }: FakeConnections): boolean {
    return source.isOpen && target.isOpen;
  }

  protected async hangUp(connections: FakeConnections): Promise<void> {
    connections.closed++;
  }
}

function build() {
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const holder = new FakePair(clock as unknown as Clock, 5_000);
  return { holder, clock, positions: async () => (await holder.current({})).position };
}

describe('HeldPair', () => {
  it('uses a pair again until it is too old, then takes a new one on the same connections', async () => {
    const { holder, clock, positions } = build();
    expect(await positions()).toBe('position 1');
    clock.ms = 4_999;
    expect(await positions()).toBe('position 1');
    clock.ms = 5_000;
    expect(await positions()).toBe('position 2');
    expect(holder.opened).toHaveLength(1);
  });

  it('binds what is read next whenever a pair is asked for, new or not', async () => {
    const { holder, positions } = build();
    await positions();
    await positions();
    expect(holder).toMatchObject({ taken: 1, bindings: 2 });
  });

  it('takes a new pair after it was released, and connects again only when a connection was lost', async () => {
    const { holder, positions } = build();
    await positions();
    await holder.release();
    expect(await positions()).toBe('position 2');
    expect(holder.opened).toHaveLength(1);
    Object.assign(holder.opened[0]?.target ?? {}, { isOpen: false });
    expect(await positions()).toBe('position 3');
    expect(holder.opened.map(({ closed }) => closed)).toEqual([1, 0]);
  });

  it('hangs up when the snapshots cannot be released, and does not reject', async () => {
    const { holder, positions } = build();
    await positions();
    Object.assign(holder.opened[0] ?? {}, { releaseFailure: new Error('gone') });
    await holder.release();
    expect(holder.opened[0]).toMatchObject({ released: 1, closed: 1 });
    expect(await positions()).toBe('position 2');
    expect(holder.opened).toHaveLength(2);
  });

  it('holds no pair after taking one failed', async () => {
    const { holder, positions } = build();
    await positions();
    await holder.release();
    await expect(holder.current({ failure: new Error('behind') })).rejects.toThrow('behind');
    expect(await positions()).toBe('position 2');
  });

  it('hangs up once, however often it is closed', async () => {
    const { holder, positions } = build();
    await positions();
    await holder.close();
    await holder.close();
    expect(holder.opened[0]?.closed).toBe(1);
  });
});
