import type { RowDifferenceKind } from '@cutover/contracts';
import { quoteTable } from '../../../connections/quote-identifier.js';
import type { SideEffects, Sight, TriggerEvent } from './side-effects.js';

/** The statement that repairs each kind of row. */
const eventOf: Readonly<Record<RowDifferenceKind, TriggerEvent>> = {
  ...{ missing: 'INSERT', changed: 'UPDATE', extra: 'DELETE' },
};

const lookYourself = 'look at SHOW TRIGGERS, and for foreign keys that refer to the table, before you run this';
const blindToTriggers = `Whether triggers fire is UNKNOWN, the account of Cutover lacks the right TRIGGER: ${lookYourself}`;
const blindToReferences = `Whether foreign keys change rows elsewhere is UNKNOWN, the account does not see them: ${lookYourself}`;

/** What is said of triggers, and of foreign keys, where the account sees none: there are none only where it would see them. */
const noTrigger: Readonly<Record<Sight, string>> = {
  ...{ server: 'No trigger fires', database: 'No trigger fires', table: 'No trigger fires' },
  nothing: blindToTriggers,
};
const noReference: Readonly<Record<Sight, string>> = {
  server: 'No foreign key changes rows of other tables',
  database: 'No foreign key of this database changes rows of other tables; those of other databases are not seen',
  ...{ table: blindToReferences, nothing: blindToReferences },
};

/** Pure: comments that say what repairing so many rows of each kind changes beside them. null: it could not be asked. */
export function sideEffectLines(
  effects: SideEffects | null,
  rows: Readonly<Record<RowDifferenceKind, number>>,
): string[] {
  if (effects === null)
    return [`-- Triggers and foreign keys are UNKNOWN, the target could not be asked: ${lookYourself}.`];
  const events = (['missing', 'changed', 'extra'] as const)
    .filter((kind) => rows[kind] > 0)
    .map((kind) => eventOf[kind]);
  const triggers = triggerLines(effects, events);
  const references = referenceLines(effects, events);
  return [
    ...(triggers.length > 0 ? triggers : [noTrigger[effects.sight]]),
    ...(references.length > 0 ? references : [noReference[effects.sight]]),
  ].map((line) => `-- ${line}.`);
}

function triggerLines({ triggers }: SideEffects, events: readonly TriggerEvent[]): string[] {
  return triggers
    .filter(({ event }) => events.includes(event))
    .map(({ name, timing, event }) => `Each ${event} fires the trigger ${name} (${timing} ${event})`);
}

function referenceLines({ references }: SideEffects, events: readonly TriggerEvent[]): string[] {
  return references.flatMap(({ database, table, onDelete, onUpdate }) => [
    ...(events.includes('DELETE') && changesRows(onDelete)
      ? [`A DELETE also changes rows of ${quoteTable(database, table)} (ON DELETE ${onDelete})`]
      : []),
    ...(events.includes('UPDATE') && changesRows(onUpdate)
      ? [`An UPDATE of what is referred to also changes rows of ${quoteTable(database, table)} (ON UPDATE ${onUpdate})`]
      : []),
  ]);
}

/** RESTRICT and NO ACTION refuse the statement instead. */
function changesRows(rule: string): boolean {
  return rule === 'CASCADE' || rule.startsWith('SET ');
}
