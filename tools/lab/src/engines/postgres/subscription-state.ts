/** What the two servers say about the subscription. */
export interface SubscriptionState {
  readonly isEnabled: boolean;
  /** Whether the apply worker has a process now. One that fails is started again every second, and fails again. */
  readonly isWorkerRunning: boolean;
  readonly tables: number;
  /** Tables whose first copy is done, and which follow the source since. */
  readonly tablesInSync: number;
  /** Failures since the subscription was made. */
  readonly applyErrors: number;
  readonly syncErrors: number;
  /** The slot on the source; unknown when the source does not run. */
  readonly slot: SlotState | 'missing' | 'unknown';
}

export interface SlotState {
  /** Whether a worker of the target reads from it now. */
  readonly isActive: boolean;
  /** `reserved`, `extended`, `unreserved` or `lost`: whether the WAL that the target needs is still there. */
  readonly walStatus: string;
  /** WAL that the target has not confirmed. */
  readonly bytesBehind: number;
}
