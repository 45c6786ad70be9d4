import type { SlotOwner, SourceSlot } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** Whose a slot is, in words. */
export const slotOwnerWord: Readonly<Record<SlotOwner, string>> = {
  subscription: 'this migration',
  'first-copy': 'a first copy of this migration',
  cutover: 'a verification of Cutover',
  other: 'another tool',
  unknown: 'not known yet',
};

/** State of a slot. What is nobody's business here is said in the same words, and never in green. */
export function slotLook({ walStatus, isActive, owner }: SourceSlot): Look {
  const isOurs = owner !== 'other' && owner !== 'unknown';
  if (walStatus === 'lost') return { word: 'Lost', tone: isOurs ? 'critical' : 'warning' };
  if (walStatus === 'unreserved') return { word: 'About to be lost', tone: isOurs ? 'critical' : 'warning' };
  if (!isActive) return { word: 'Nobody reads', tone: isOurs ? 'warning' : 'neutral' };
  if (walStatus === null) return { word: 'Unknown', tone: 'unknown' };
  return { word: 'Active', tone: isOurs ? 'good' : 'neutral' };
}
