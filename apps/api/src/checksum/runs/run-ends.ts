/** The reason with which the signal of a run is aborted: its state afterwards, and why. */
export class RunEnd extends Error {
  constructor(
    readonly state: 'cancelled' | 'interrupted' | 'finished',
    message: string,
  ) {
    super(message);
  }
}

/** Ends a round of the schedule because a run was requested. What the round has proved is kept. */
export class Preempted extends RunEnd {
  constructor() {
    super('finished', 'The round made way for a run on request, and goes on after it with the tables that are left');
  }
}

export function stopped(): RunEnd {
  return new RunEnd('interrupted', 'Cutover was stopped during the run; what was compared is kept');
}

export function roundOver(): RunEnd {
  return new RunEnd('finished', 'The time of this round is over; the next one goes on with the oldest proofs');
}
