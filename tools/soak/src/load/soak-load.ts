import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { SoakPair } from '../stage/pair.js';
import { Writer } from './writer.js';

const writers = 3;
const reconnectMs = 300;

/** Writes to the hot rows of the source, until it is stopped. Outages are waited out. */
export class SoakLoad {
  private isStopping = false;
  private gate: Promise<void> | null = null;
  private openGate: () => void = () => undefined;
  private atWork = 0;
  private readonly ended: Promise<unknown>;
  commits = 0;
  failures = 0;

  constructor(
    private readonly pair: SoakPair,
    random: Random,
  ) {
    this.ended = Promise.all(Array.from({ length: writers }, (_, index) => this.write(index, random.fork())));
  }

  /** Resolves when nobody writes any more. */
  async pause(): Promise<void> {
    this.gate ??= new Promise((resolve) => (this.openGate = resolve));
    while (this.atWork > 0) await pause(20);
  }

  resume(): void {
    this.gate = null;
    this.openGate();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.resume();
    await this.ended;
  }

  private async write(index: number, random: Random): Promise<void> {
    const writer = new Writer(this.pair, index, writers, random);
    while (!this.isStopping) {
      if (this.gate !== null) await this.gate;
      this.atWork += 1;
      try {
        // One connection for a few transactions: one that was opened under hostile settings must not stay for ever.
        this.commits += await writer.writeSome(() => this.gate !== null || this.isStopping);
      } catch {
        this.failures += 1;
      } finally {
        this.atWork -= 1;
      }
      await pause(reconnectMs);
    }
  }
}
