import type { FreezeProof, FreezeProofGroup, FreezeProofNews } from '@cutover/contracts';
import type { ProofNews } from '../telling/proof-news.js';

/** What a message says of one freeze proof. It may be read long after it was written: that a proof passed is no word on what holds by then. Pure. */
export function saidOfProof({ id, event }: ProofNews, proof: FreezeProof): FreezeProofNews {
  const { state, standing, startedBy, startedAt, finishedAt, lights, conclusion, nextStep, group } = proof;
  const ofOne = group && `the database ${group.database} alone, one of ${group.count} of ${group.name}`;
  const hasPassed = state === 'passed' && event === 'ended' && standing !== 'withheld' && standing !== 'other-server';
  return {
    ...{ id, event, state, startedBy, startedAt, endedAt: finishedAt, databases: null },
    greenLights: lights.filter((light) => light.state === 'green').length,
    conclusion: !hasPassed
      ? conclusion
      : ofOne === null
        ? 'All seven lights were green: nothing was lost if you switched then.'
        : `All seven lights were green for ${ofOne}. Of the others this says nothing.`,
    nextStep: hasPassed
      ? `Go by the ${group === null ? 'page of the freeze proof' : `freeze proof of all databases of ${group.name}`}: it says whether the proof still holds, and the one step to take now.`
      : nextStep,
  };
}

/** The same of that of all databases. `proofs`: the last one of each. Pure. */
export function saidOfGroup(
  { id, event }: ProofNews,
  folded: FreezeProofGroup,
  proofs: readonly (FreezeProof | null)[],
): FreezeProofNews {
  const { group, light, isRunning, startedBy, startedAt, databases, conclusion, nextStep } = folded;
  const ended = proofs.flatMap((proof) => (proof?.run === folded.run ? [proof.finishedAt ?? ''] : []));
  const hasPassed = event === 'ended' && light === 'green';
  return {
    ...{
      id,
      event,
      startedBy,
      startedAt,
      endedAt: isRunning ? null : ended.reduce((a, b) => (a > b ? a : b), '') || null,
    },
    // A proof of one that has passed is no proof of all.
    state: event === 'broken' || light === 'green' ? 'passed' : light === 'red' ? 'failed' : 'unproven',
    greenLights: Math.min(...databases.map(({ greenLights }) => greenLights)),
    databases: { count: databases.length, proved: databases.filter((each) => each.light === 'green').length },
    conclusion: hasPassed
      ? `All ${databases.length} databases were frozen and proved together: nothing was lost if you switched then.`
      : conclusion,
    nextStep: hasPassed
      ? `Go by the freeze proof of all databases of ${group}, in the list of migrations: it says whether it still holds, and the one step to take now.`
      : nextStep,
  };
}
