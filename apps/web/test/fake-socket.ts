import type { LiveSocket } from '../src/live/live-socket.js';

type Listener = (payload: unknown) => void;

/** A socket without a network: the test says what happens. */
export class FakeSocket {
  connected = false;
  readonly calls: ('connect' | 'disconnect')[] = [];
  readonly sent: unknown[][] = [];
  private readonly listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }
  emit(...message: unknown[]): this {
    this.sent.push(message);
    return this;
  }
  connect(): this {
    this.calls.push('connect');
    return this;
  }
  disconnect(): this {
    this.calls.push('disconnect');
    return this;
  }
  /** Makes something happen. */
  happen(event: string, payload?: unknown): void {
    if (event === 'connect') this.connected = true;
    if (event === 'disconnect') this.connected = false;
    for (const listener of this.listeners.get(event) ?? []) listener(payload);
  }
  asLive(): LiveSocket {
    return this as unknown as LiveSocket;
  }
}
