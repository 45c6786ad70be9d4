/** What clients and servers of both engines say where a backup cannot be restored there, which says nothing of the backup. */
const words = [
  // A full disk, a lost connection, a server or a client that was ended, a limit.
  ...['no space left', 'disk full', String.raw`\bis full\b`, 'errno: 28', 'out of memory', 'ended by SIG'],
  ...['lost connection', 'gone away', 'closed the connection', 'could not connect', 'too many connections'],
  ...['lock wait timeout', 'packet bigger than'],
  // A right that the account lacks, or a role that is not there.
  ...['denied', 'role ".*" does not exist', 'must be (?:owner|member|superuser)', 'only superuser'],
  ...['do not have the SUPER privilege', 'none of DETERMINISTIC'],
  // What the server of the backup has and this one has not: extensions, storage engines, collations, settings; or too old a client.
  ...[
    'could not open extension control file',
    'extension ".*" is not available',
    String.raw`could not access file "\$libdir`,
  ],
  ...['unknown storage engine', 'unknown collation', 'unknown character set', `plugin '.*' is not loaded`],
  ...['unrecognized configuration parameter', String.raw`unsupported version \(.*\) in file header`],
];

const pattern = new RegExp(words.join('|'), 'i');

/** Pure: whether the last words of a client say why nothing can be restored to this server, and not that the backup is no good. */
export const isOfTheServer = (message: string): boolean => pattern.test(message);
