/** What one S3 server needs to know before it starts. */
export interface CephSettings {
  readonly folder: string;
  /** Names the cluster; any UUID. */
  readonly clusterId: string;
  readonly monitorPort: number;
}

/**
 * Pure: the configuration of the smallest Ceph that serves S3: one monitor, one store in memory, one gateway. Nobody logs in to the
 * cluster itself, which listens on the loopback address alone; users of S3 do.
 */
export function renderCephConf({ folder, clusterId, monitorPort }: CephSettings): string {
  const lines = [
    ['fsid', clusterId],
    ['mon host', `v1:127.0.0.1:${monitorPort}`],
    // By `mon host` alone the store may ask before it knows the id of the cluster, is refused, and ends.
    ['monmap', `${folder}/monmap`],
    ['mon initial members', 'a'],
    ...['cluster', 'service', 'client'].map((who) => [`auth ${who} required`, 'none']),
    ['public addr', '127.0.0.1'],
    ['cluster addr', '127.0.0.1'],
    ['ms bind msgr2', 'false'],
    // One copy of everything: there is one place for it.
    ['osd pool default size', '1'],
    ['osd pool default min size', '1'],
    ['mon allow pool size one', 'true'],
    ['osd pool default pg num', '4'],
    ['osd pool default pgp num', '4'],
    ['osd pool default pg autoscale mode', 'off'],
    ['mon max pg per osd', '1000'],
    ['osd crush chooseleaf type', '0'],
    ['osd objectstore', 'memstore'],
    ['memstore device bytes', String(4 * 1024 ** 3)],
    ['osd class load list', '*'],
    ['osd class default list', '*'],
    // The disk of the machine may be nearly full.
    ['mon osd full ratio', '.99'],
    ['mon data avail warn', '1'],
    ['mon data avail crit', '1'],
    ['mon data', `${folder}/mon`],
    ['osd data', `${folder}/osd`],
    ['rgw data', `${folder}/rgw`],
    ['run dir', folder],
    ['log file', `${folder}/$name.log`],
    // A path in this folder may be too long for a socket, and nobody asks there.
    ['admin socket', ''],
    ['pid file', ''],
    // What was deleted or written over makes room at once, not after two hours: it is memory.
    ['rgw gc obj min wait', '1'],
    ['rgw gc processor period', '2'],
    ['rgw gc processor max time', '2'],
    ['rgw dynamic resharding', 'false'],
    ['rgw enable ops log', 'false'],
  ];
  return ['[global]', ...lines.map(([name, value]) => `${name} = ${value}`), ''].join('\n');
}
