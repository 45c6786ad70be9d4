/** Work that is done again and again by a service, one time after the other. */
export class Repeated {
  private timer: NodeJS.Timeout | null = null;
  private underWay: Promise<void> | null = null;

  /** `failed` hears of what the work rejects with. */
  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Does it every so many milliseconds from now on, which keeps no process alive. */
  every(ms: number): void {
    this.timer = setInterval(() => void this.now(), ms);
    this.timer.unref();
  }

  /** Does it now, or waits for the time that is under way. Never rejects. */
  now(): Promise<void> {
    this.underWay ??= this.once().finally(() => (this.underWay = null));
    return this.underWay;
  }

  /** Not any more; resolves when the time that is under way has ended. */
  async end(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.underWay;
  }

  private async once(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.failed(error);
    }
  }
}
