/** One connection's place in a room, from before it is opened until it is closed. */
export interface Place {
  /**
   * The connection rests: whoever waits for a place may have this one. `giveUp` is called for that, once; it closes the connection
   * and leaves.
   */
  rest(giveUp: () => void): void;
  /** The connection is at work again, and nobody else's. */
  wake(): void;
  /** The connection is closed, or was never opened. Doing it twice is doing it once. */
  leave(): void;
}

/** A connection that was just used is likely to be used again: for so long it is not closed for the sake of another one. */
const lingerMs = 100;

interface Resting {
  giveUp: () => void;
  sinceMs: number;
}

/**
 * So many connections may be open on one server at a time, whatever databases they lead to. When all places are taken, the one that
 * has rested for the longest time is closed for whoever waits; where none rests, who comes waits, in the order of coming, for as long
 * as it takes: who asks bounds it.
 */
export class ConnectionRoom {
  private taken = 0;
  /** Oldest first. */
  private readonly resting = new Map<Place, Resting>();
  private readonly waiting: ((place: Place) => void)[] = [];
  /** Told to give up, and not gone yet. */
  private readonly leaving = new Set<Place>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    readonly most: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Resolves when there is a place. */
  take(): Promise<Place> {
    if (this.taken < this.most) {
      this.taken += 1;
      return Promise.resolve(this.place());
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.makeRoom();
    });
  }

  private place(): Place {
    let isLeft = false;
    const place: Place = {
      rest: (giveUp) => {
        if (isLeft || this.leaving.has(place)) return;
        this.resting.set(place, { giveUp, sinceMs: this.nowMs() });
        this.makeRoom();
      },
      wake: () => void this.resting.delete(place),
      leave: () => {
        if (isLeft) return;
        isLeft = true;
        this.resting.delete(place);
        this.leaving.delete(place);
        const next = this.waiting.shift();
        if (next) next(this.place());
        else this.taken -= 1;
        this.makeRoom();
      },
    };
    return place;
  }

  /** Has as many give up as somebody waits for. */
  private makeRoom(): void {
    for (const [place, { giveUp, sinceMs }] of this.resting) {
      if (this.waiting.length <= this.leaving.size) return;
      const leftMs = sinceMs + lingerMs - this.nowMs();
      if (leftMs > 0) return this.makeRoomLater(leftMs);
      this.resting.delete(place);
      this.leaving.add(place);
      giveUp();
    }
  }

  private makeRoomLater(inMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.makeRoom();
    }, Math.ceil(inMs)).unref();
  }
}
