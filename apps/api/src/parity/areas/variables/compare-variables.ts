import type { ParityDifference, ParityUnknown, Role } from '@cutover/contracts';
import type { ComparedVariable } from './compared-variable.js';
import { isAsGood } from './compare-values.js';
import type { SideVariables, VariablesDialect } from './variables-dialect.js';

/** How mends are said. */
export interface VariableTerms {
  dialect: Omit<VariablesDialect, 'read' | 'compared'>;
  /** The target is Amazon RDS: settings are in a parameter group. */
  rds: boolean;
}

/** What came of settings. */
export interface ComparedSettings {
  compared: number;
  differences: ParityDifference[];
  unknown: ParityUnknown[];
}

/** Pure: every setting of the list that both sides have, the time zone, and all others together. */
export function compareVariables(
  variables: readonly ComparedVariable[],
  source: SideVariables,
  target: SideVariables,
  terms: VariableTerms,
): ComparedSettings {
  let compared = 0;
  const differences: ParityDifference[] = [];
  for (const each of variables) {
    const [here, there] = [valueOf(each, source), valueOf(each, target)];
    if (here === undefined || there === undefined) continue;
    compared += 1;
    if (!isAsGood[each.compare](here, there)) differences.push(differenceOf(each, here, there, target, terms));
  }
  const zone = compareTimeZones(source, target, terms);
  return {
    compared: compared + 1,
    differences: [
      ...[...differences, ...zone.differences, ...compareOthers(variables, source, target, terms)],
      ...waiting(target),
    ],
    unknown: [...zone.unknown, ...unreadOf('source', source), ...unreadOf('target', target)],
  };
}

/** Name of the difference that holds all settings which are not in the list. */
export const otherSettings = 'other settings';
/** So many settings are named. */
const named = 30;

/**
 * Settings of both versions that are neither in the list nor meant to differ, in one difference: versions have other defaults, and
 * most of these change nothing for the application.
 */
function compareOthers(
  variables: readonly ComparedVariable[],
  source: SideVariables,
  target: SideVariables,
  { dialect }: VariableTerms,
): ParityDifference[] {
  const listed = new Set([...variables.flatMap(({ names }) => names), dialect.timeZoneName]);
  const isOne = (name: string): boolean => !source.values.has(name) || !target.values.has(name);
  const other = [...new Set([...source.values.keys(), ...target.values.keys()])].flatMap((name) => {
    if (listed.has(name) || dialect.isMeantToDiffer(name) || (isOne(name) && !dialect.isToldAlone(name))) return [];
    const [here, there] = [source, target].map(({ values }) => values.get(name) ?? '(not there)');
    return here === undefined || there === undefined || isAsGood.set(here, there) ? [] : [{ name, here, there }];
  });
  if (other.length === 0) return [];
  const shown = other.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, named);
  const more = other.length > named ? [`… and ${other.length - named} more`] : [];
  const lines = (side: 'here' | 'there') =>
    [...shown.map((each) => `${each.name} = ${each[side].slice(0, 200)}`), ...more].join('\n');
  return [
    {
      id: `variables/variable/${otherSettings}`,
      ...{ area: 'variables', kind: 'variable', object: otherSettings, part: 'global value' },
      ...{ source: lines('here'), target: lines('there'), mend: null, blocks: false },
      why: 'Cutover does not know what follows from these. Versions have other defaults: look each up in the manual, and set on the target what somebody chose on the source.',
    },
  ];
}

/** undefined: this version has no such setting, and nothing is said of what it does instead. */
function valueOf({ names, absent }: ComparedVariable, { values }: SideVariables): string | undefined {
  return names.map((name) => values.get(name)).find((value) => value !== undefined) ?? absent;
}

function differenceOf(
  { names, why, isDynamic, blocks = false }: ComparedVariable,
  source: string,
  target: string,
  { values }: SideVariables,
  terms: VariableTerms,
): ParityDifference {
  const name = names.find((each) => values.has(each));
  return {
    id: `variables/variable/${names[0]}`,
    ...{
      area: 'variables',
      kind: 'variable',
      object: name ?? names[0],
      part: 'global value',
      source,
      target,
      why,
      blocks,
    },
    // What cannot be set on a server that has data is for people to decide, and so is what its version does not have.
    mend: blocks || name === undefined ? null : mendOf(name, source, isDynamic, terms),
  };
}

function mendOf(
  name: string,
  value: string,
  isDynamic: boolean,
  { dialect, rds }: VariableTerms,
): ParityDifference['mend'] {
  if (!rds) return dialect.mend(name, value, isDynamic);
  const line = dialect.line(name, value);
  return {
    ...{ on: 'target', statements: [] },
    note: `In the parameter group of the target: ${line}${isDynamic ? '' : ', and restart it'}.`,
  };
}

/** Name of the difference that holds what changes at the next restart of the target. */
const waitingSettings = 'list of settings that wait for a restart';

function waiting({ pending = [] }: SideVariables): ParityDifference[] {
  if (pending.length === 0) return [];
  return [
    {
      id: `variables/variable/${waitingSettings}`,
      ...{ area: 'variables', kind: 'variable', object: waitingSettings, part: 'global value', source: '' },
      ...{ target: [...pending].sort().join(', '), mend: null, blocks: false },
      why: 'What is compared here is in force now; the next restart of the target changes these. Restart it before the cutover, and look again.',
    },
  ];
}

function unreadOf(side: Role, { unread = [] }: SideVariables): ParityUnknown[] {
  return unread.map((each) => ({ area: 'variables', side, ...each }));
}

/** By the times that both make of the same moments: SYSTEM in UTC is +00:00. */
function compareTimeZones(
  { timeZone: source }: SideVariables,
  { timeZone: target }: SideVariables,
  terms: VariableTerms,
): Pick<ComparedSettings, 'differences' | 'unknown'> {
  if (source.moments !== null && target.moments !== null) {
    if (source.moments === target.moments) return { differences: [], unknown: [] };
    const isSystem = source.text.startsWith('SYSTEM');
    const difference: ParityDifference = {
      id: `variables/variable/${terms.dialect.timeZoneName}`,
      ...{
        area: 'variables',
        kind: 'variable',
        object: terms.dialect.timeZoneName,
        part: 'global value',
        blocks: false,
      },
      ...{ source: source.text, target: target.text },
      why: 'NOW() and TIMESTAMP columns show other times to sessions that set no time zone of their own.',
      mend: isSystem ? null : mendOf(terms.dialect.timeZoneName, source.text, true, terms),
    };
    if (isSystem) difference.why += ' The source takes the zone of its machine: set that zone on the target, by name.';
    return { differences: [difference], unknown: [] };
  }
  const unread: ParityUnknown = {
    ...{ area: 'variables', what: 'time zone', side: source.moments === null ? 'source' : 'target', blocks: false },
    reason: `The server cannot compute times of ${source.moments === null ? source.text : target.text}.`,
    ...{ action: terms.dialect.whenZoneUnknown, grants: [] },
  };
  return { differences: [], unknown: [unread] };
}
