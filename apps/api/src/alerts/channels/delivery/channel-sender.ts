import type { Notification } from '@cutover/contracts';

/** How one channel of the configuration is reached. */
export interface ChannelSender {
  /** Where to, without what may be secret. */
  readonly destination: string;
  /**
   * Sends one message and answers what the other side said, in one line without secrets.
   * Rejects with DeliveryFailure; with the signal's reason when it was aborted by the caller.
   */
  send(notification: Notification, signal: AbortSignal): Promise<string>;
}

/** The other side was not reached or did not take the message. Message and action hold no secret. */
export class DeliveryFailure extends Error {
  constructor(
    message: string,
    /** What a person can do about it. */
    readonly action: string,
    readonly more: {
      /** How long the other side asks to be left alone, in ms. */
      retryAfterMs?: number;
      /** It refuses this very message: it will not take it later either. */
      isRefusal?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'DeliveryFailure';
  }
}

/** A whole attempt, connecting and reading the answer included, may take this long. */
export const attemptLimitMs = 10_000;
