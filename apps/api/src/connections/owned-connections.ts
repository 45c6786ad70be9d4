import {
  placeIn,
  type ConnectionRoom,
  type Endpoint,
  type OpenOwned,
  type OwnedConnection,
  type SessionOwner,
} from '@cutover/databases';

/** A comparison that finds no free connection for so long is better told so, and tried again. */
const longestWaitMs = 10_000;

/** Connections of one side that belong to their openers alone. They take places in the room that the databases of a server share. */
export class OwnedConnections {
  private readonly open = new Set<OwnedConnection>();
  private isClosed = false;

  constructor(
    private readonly endpoint: Endpoint,
    /** null: as many as are asked for. */
    private readonly room: ConnectionRoom | null,
  ) {}

  /** Opens one. Rejects as `open` does, or with RoomIsFull. */
  async add<Connection extends OwnedConnection>(
    open: OpenOwned<Connection>,
    owner: Omit<SessionOwner, 'onEnd'>,
  ): Promise<Connection> {
    const place = this.room === null ? null : await placeIn(this.room, longestWaitMs);
    try {
      const opened = await open(this.endpoint, {
        ...owner,
        onEnd: (ended) => {
          this.open.delete(ended);
          place?.leave();
        },
      });
      this.open.add(opened);
      if (this.isClosed) await opened.close();
      return opened;
    } catch (error) {
      place?.leave();
      throw error;
    }
  }

  /** Closes them, those that are being opened too. Never rejects. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.open].map((each) => each.close()));
  }
}
