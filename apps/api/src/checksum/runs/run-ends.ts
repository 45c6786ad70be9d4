/** The reason with which the signal of a run is aborted: its state afterwards, and why. */
export class RunEnd extends Error {
  constructor(
    readonly state: 'cancelled' | 'interrupted' | 'finished' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

/** Ends a round of the schedule because a run was requested. What the round has proved is kept. */
export class Preempted extends RunEnd {
  constructor() {
    super('finished', 'This round made way for a requested run, and goes on after it with the tables that are left');
  }
}

/** Ends a run because Cutover is being stopped. */
export function stopped(): RunEnd {
  return new RunEnd('interrupted', 'Cutover was stopped during the run; what was compared is kept');
}

/** Ends a round of the schedule whose time is over. */
export function roundOver(): RunEnd {
  return new RunEnd('finished', 'The time of this round is over; the next round goes on with the oldest results');
}

/** Ends a round of the schedule that has waited in vain. No table is compared, so that each keeps what is known of it. */
export function roundWithoutSide(away: string): RunEnd {
  return new RunEnd('finished', `${away}: the next round compares the tables that are left, as soon as it does`);
}

/** Ends a requested run that has waited in vain. Somebody waits for its answer, and has to ask again. */
export function requestWithoutSide(away: string): RunEnd {
  return new RunEnd(
    'failed',
    `${away}: tables that were not reached keep their last results; start the run again when it does`,
  );
}
