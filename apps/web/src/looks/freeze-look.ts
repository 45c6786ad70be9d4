import type { FreezeLightState, FreezeProofState, FreezeStanding } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** Only green is good. What was not looked at is neither good nor bad. */
export const freezeLightLook: Record<FreezeLightState, Look> = {
  waiting: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Looking', tone: 'neutral' },
  green: { word: 'Green', tone: 'good' },
  red: { word: 'Red', tone: 'critical' },
  unknown: { word: 'Unknown', tone: 'unknown' },
};

/** A light whose turn never came. */
export const notLookedAt: Look = { word: 'Not looked at', tone: 'neutral' };

/** How a freeze proof ended, or that it goes on. */
export const freezeProofLook: Record<FreezeProofState, Look> = {
  running: { word: 'Proof under way', tone: 'neutral' },
  passed: { word: 'All seven green', tone: 'good' },
  failed: { word: 'Do not switch', tone: 'critical' },
  unproven: { word: 'Cannot tell', tone: 'unknown' },
  cancelled: { word: 'Cancelled', tone: 'unknown' },
  interrupted: { word: 'Interrupted', tone: 'unknown' },
};

/** A proof that holds, after the time that writers were to wait: true still, and for the operator to decide. */
export const overBudgetLook: Look = { word: 'All seven green, over the freeze budget', tone: 'warning' };

/** The proof of all databases, by its light. */
export const freezeGroupLook: Record<FreezeLightState, Look> = {
  waiting: { word: 'Not begun', tone: 'neutral' },
  running: { word: 'Proof under way', tone: 'neutral' },
  green: { word: 'All databases proved', tone: 'good' },
  red: { word: 'Do not switch', tone: 'critical' },
  unknown: { word: 'Cannot tell', tone: 'unknown' },
};
export const groupOverBudgetLook: Look = { word: 'All databases proved, over the freeze budget', tone: 'warning' };

/** What of a proof that passed still counts. Only `holds` is good. */
export const freezeStandingLook: Record<FreezeStanding, Look> = {
  holds: freezeProofLook.passed,
  withheld: { word: 'Do not switch', tone: 'critical' },
  thawed: { word: 'No longer frozen', tone: 'critical' },
  broken: { word: 'No longer proved', tone: 'critical' },
  unknown: { word: 'Cannot tell', tone: 'unknown' },
  'other-server': { word: 'Passed on another server', tone: 'unknown' },
  unwatched: { word: 'Not watched any more', tone: 'unknown' },
};
