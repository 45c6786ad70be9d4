import {
  isEncrypted,
  tablespaceStates,
  type EncryptionSide,
  type ReportTable,
  type Tablespace,
  type TablespaceState,
} from '@cutover/contracts';

/** So many tablespaces that are not encrypted are named in a report; how many there are stands beside it. */
const mostNamed = 1_000;

const meanings: Record<TablespaceState, string> = {
  never: 'plain, and nothing will change that by itself',
  plain: 'plain, waits to be encrypted',
  rotating: 'is being encrypted',
  unknown: 'not told by SQL',
  rekeying: 'encrypted, changes to a newer key',
  done: 'encrypted',
};

/** Pure: what an auditor wants to see of the target: how many tablespaces are in each state, its settings, and what is plain by name. */
export function encryptionTables(target: EncryptionSide | null, tablespaces: readonly Tablespace[]): ReportTable[] {
  if (target === null) return [];
  const { progress, parts } = target;
  const open = tablespaces.filter(({ state }) => !isEncrypted(state));
  return [
    ...(progress === null ? [] : [countsOf(progress.tablespaces, tablespaces)]),
    ...(open.length === 0 ? [] : [namesOf(open)]),
    ...(parts.length === 0 ? [] : [settingsOf(target)]),
  ];
}

function countsOf(counts: Readonly<Partial<Record<TablespaceState, number>>>, all: readonly Tablespace[]): ReportTable {
  return {
    title: 'Tablespaces of the target, by state',
    columns: ['State', 'Meaning', 'Tablespaces', 'Bytes'],
    rows: tablespaceStates.map((state) => [state, meanings[state], String(counts[state] ?? 0), bytesOf(state, all)]),
  };
}

/** null: the size of one of them is unknown, so that no sum is right. */
function bytesOf(state: TablespaceState, all: readonly Tablespace[]): string | null {
  let sum = 0;
  for (const { sizeBytes } of all.filter((each) => each.state === state)) {
    if (sizeBytes === null) return null;
    sum += sizeBytes;
  }
  return String(sum);
}

function namesOf(open: readonly Tablespace[]): ReportTable {
  const first = open.length > mostNamed ? `, the first ${mostNamed} of ${open.length}` : '';
  return {
    title: `Tablespaces of the target that are not proved encrypted${first}`,
    columns: ['Tablespace', 'Table', 'State', 'Bytes', 'Note'],
    rows: open
      .slice(0, mostNamed)
      .map(({ name, table, state, sizeBytes, note }) => [
        ...[name, table ?? 'of the server itself', state],
        ...[sizeBytes === null ? null : String(sizeBytes), note ?? ''],
      ]),
  };
}

function settingsOf({ parts }: EncryptionSide): ReportTable {
  return {
    title: 'What else the target writes',
    columns: ['What', 'State', 'Setting', 'Needed'],
    rows: parts.map(({ label, state, setting, isRequired }) => [
      ...[label, state === 'unknown' ? null : state, setting],
      isRequired ? 'yes' : 'no',
    ]),
  };
}
