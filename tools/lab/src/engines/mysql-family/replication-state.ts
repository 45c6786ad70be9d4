/** What the target says about its replication. */
export interface ReplicationState {
  readonly isReceiving: boolean;
  readonly isApplying: boolean;
  /** The target's own figure, which lies in several ways; undefined when it gives none. */
  readonly secondsBehind: number | undefined;
  readonly delaySeconds: number;
  readonly receiverError: string;
  readonly applierError: string;
}
