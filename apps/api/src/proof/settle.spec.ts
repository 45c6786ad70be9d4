import type { WaitOutcome } from '../replication/replication-position.service.js';
import { maxRounds, settle } from './settle.js';
import type { SettleReads, Settlement } from './settlement.js';

/** A reading with two aspects; a string is short for "content a with count 1". */
interface Reading {
  digest: string;
  rows: number;
}
type Aspect = keyof Reading;

const of = (digest: string, rows = 1): Reading => ({ digest, rows });
const differing = (a: Reading, b: Reading): Aspect[] =>
  (['digest', 'rows'] as const).filter((key) => a[key] !== b[key]);

/** A pair of servers that answers from scripts; the last answer of a script repeats. */
class Pair implements SettleReads<Reading, Aspect> {
  readonly calls: string[] = [];
  source: Reading[] = [of('a')];
  target: Reading[] = [of('a')];
  positions: (string | null)[] = ['0-1-1', '0-1-2', '0-1-3', '0-1-4', '0-1-5', '0-1-6', '0-1-7', '0-1-8', '0-1-9'];
  outcomes: WaitOutcome[] = ['reached'];

  private next<T>(script: T[]): T {
    const [first] = script;
    if (script.length > 1) script.shift();
    return first as T;
  }
  async readSource(): Promise<Reading> {
    this.calls.push('source');
    return this.next(this.source);
  }
  async readTarget(): Promise<Reading> {
    this.calls.push('target');
    return this.next(this.target);
  }
  async readBoth(): Promise<{ source: Reading; target: Reading }> {
    this.calls.push('both');
    return { source: this.next(this.source), target: this.next(this.target) };
  }
  differing = differing;
  moved = differing;
  async sourcePosition(): Promise<string | null> {
    this.calls.push('position');
    return this.next(this.positions);
  }
  async waitForTarget(position: string): Promise<{ outcome: WaitOutcome; waitedMs: number }> {
    this.calls.push(`wait ${position}`);
    return { outcome: this.next(this.outcomes), waitedMs: 30_000 };
  }
  async pause(round: number): Promise<void> {
    this.calls.push(`pause ${round}`);
  }
  settle(): Promise<Settlement<Reading, Aspect>> {
    return settle<Reading, Aspect>(this);
  }
}

function pair(changes: Partial<Pick<Pair, 'source' | 'target' | 'positions' | 'outcomes'>>): Pair {
  return Object.assign(new Pair(), changes);
}

describe('settle', () => {
  it('calls equal first readings matched at the position read before them, without waiting', async () => {
    const both = pair({});
    expect(await both.settle()).toMatchObject({ kind: 'matched', position: '0-1-1' });
    expect(both.calls).toEqual(['position', 'both']);
  });

  it('calls a difference diverged when the target passed the position and the source held still, twice', async () => {
    const both = pair({ source: [of('a')], target: [of('b')] });
    expect(await both.settle()).toMatchObject({
      kind: 'diverged',
      aspects: ['digest'],
      source: of('a'),
      target: of('b'),
    });
    expect(both.calls).toEqual([
      ...['position', 'both'],
      ...['position', 'wait 0-1-2', 'target', 'position', 'source'],
      ...['pause 1', 'position', 'wait 0-1-4', 'target', 'position', 'source'],
    ]);
  });

  it('does not call one proof enough: a difference that is gone at the second look is matched', async () => {
    const both = pair({ source: [of('a')], target: [of('b'), of('b'), of('a')] });
    expect((await both.settle()).kind).toBe('matched');
  });

  it('reads the position to wait for after the source, and the source again only after the target', async () => {
    const both = pair({ source: [of('a')], target: [of('b')] });
    await both.settle();
    const firstWait = both.calls.indexOf('wait 0-1-2');
    expect(both.calls.lastIndexOf('both', firstWait)).toBeLessThan(both.calls.lastIndexOf('position', firstWait));
    expect(both.calls.indexOf('target', firstWait)).toBeLessThan(both.calls.indexOf('source', firstWait));
  });

  it('never calls a difference diverged while the target is behind', async () => {
    const both = pair({ source: [of('a')], target: [of('b')], outcomes: ['not-reached'] });
    expect(await both.settle()).toMatchObject({
      kind: 'lagging',
      outcome: 'not-reached',
      position: '0-1-2',
      waitedMs: 30_000,
    });
    expect(both.calls.filter((call) => call === 'target')).toEqual([]);
  });

  it('is lagging when the target falls behind between the two proofs', async () => {
    const both = pair({ source: [of('a')], target: [of('b')], outcomes: ['reached', 'not-reached'] });
    expect((await both.settle()).kind).toBe('lagging');
  });

  it('says that replication is stopped', async () => {
    const both = pair({ source: [of('a')], target: [of('b')], outcomes: ['replication-stopped'] });
    expect(await both.settle()).toMatchObject({ kind: 'lagging', outcome: 'replication-stopped' });
  });

  it('calls a target that caught up after the wait matched', async () => {
    const both = pair({ source: [of('a')], target: [of('old'), of('a')] });
    expect(await both.settle()).toMatchObject({ kind: 'matched', position: '0-1-1', target: of('a') });
  });

  it('calls a target that equals the later reading of the source matched at that position', async () => {
    const both = pair({ source: [of('a'), of('b')], target: [of('old'), of('b')] });
    expect(await both.settle()).toMatchObject({ kind: 'matched', position: '0-1-3', source: of('b') });
  });

  it('gives up on a table that is written in every round, and never calls it diverged', async () => {
    const flowing = Array.from({ length: 40 }, (_, index) => of(`s${index}`));
    const both = pair({ source: flowing, target: [of('t')] });
    expect(await both.settle()).toMatchObject({ kind: 'moving', rounds: maxRounds });
    expect(both.calls.filter((call) => call.startsWith('pause'))).toEqual(['pause 1', 'pause 2', 'pause 3']);
  });

  it('reads both sides together again in every round on a moving source, and takes an equal pair', async () => {
    const both = pair({ source: [of('s1'), of('s2'), of('s3')], target: [of('t1'), of('t2'), of('s3')] });
    expect(await both.settle()).toMatchObject({ kind: 'matched', source: of('s3') });
    expect(both.calls.filter((call) => call === 'both')).toHaveLength(2);
  });

  it('does not confirm a suspicion across a round in which the source moved', async () => {
    // Still, moved, moved, still: the two proofs do not follow each other.
    const both = pair({ source: [of('a'), of('a'), of('b'), of('c'), of('d'), of('e'), of('e')], target: [of('t')] });
    expect((await both.settle()).kind).toBe('moving');
  });

  it('proves a still aspect while another one moves', async () => {
    const source = Array.from({ length: 40 }, (_, index) => of('a', index + 10));
    const both = pair({ source, target: [of('b', 3)] });
    expect(await both.settle()).toMatchObject({ kind: 'diverged', aspects: ['digest'] });
  });

  it('does not take two different suspicions for a confirmation', async () => {
    // First only the digest is still and different, then only the count.
    const both = pair({
      source: [of('a', 1), of('a', 2), of('c', 2), of('c', 3), of('d', 4), of('e', 5), of('f', 6)],
      target: [of('b', 9)],
    });
    expect((await both.settle()).kind).toBe('moving');
  });

  it('does not count an aspect in which the later source agrees, even one that is said not to move', async () => {
    const both = pair({
      source: [of('a', 1), of('b', 2), of('c', 3)],
      target: [of('z', 9), of('b', 9), of('c', 9)],
    });
    both.moved = () => [];
    expect(await both.settle()).toMatchObject({ kind: 'diverged', aspects: ['rows'] });
  });

  it('calls a difference without a GTID position unproved, however often it is seen', async () => {
    const both = pair({ source: [of('a')], target: [of('b')], positions: [null] });
    expect(await both.settle()).toMatchObject({ kind: 'no-position', position: null, rounds: maxRounds });
    expect(both.calls.filter((call) => call === 'both')).toHaveLength(maxRounds);
  });

  it('calls equal readings matched without a GTID position too', async () => {
    const both = pair({ source: [of('a')], target: [of('old'), of('a')], positions: [null] });
    expect(await both.settle()).toMatchObject({ kind: 'matched', position: null });
  });

  it('passes on why a side could not be read', async () => {
    const both = pair({ target: [of('b')] });
    both.readTarget = () => Promise.reject(new Error('timeout'));
    await expect(both.settle()).rejects.toThrow('timeout');
  });

  it('stops when its pause is cancelled', async () => {
    const both = pair({ source: [of('a')], target: [of('b')] });
    both.pause = () => Promise.reject(new Error('cancelled'));
    await expect(both.settle()).rejects.toThrow('cancelled');
  });
});
