import type { AnyLab } from '../any-lab.js';
import type { LabEngine, LabTypes } from '../engines/engine.js';
import type { LabStatus } from '../lab.js';
import { roles } from '../roles.js';
import type { S3State } from '../s3/s3-server.js';

/** What somebody wants to know who has just started a lab. */
export function describeLab(lab: AnyLab): string {
  const lines = roles.map((role) => {
    const { host, port, user, password, database } = lab.endpoints[role];
    return `  ${role}  ${host}:${port}  user ${user}  password ${password}  database ${database}`;
  });
  const { ca, cert, key } = lab.endpoints.source.tls;
  return [
    `The lab is up in ${lab.home}.`,
    ...lines,
    ...(lab.s3 === undefined ? [] : describeS3(lab.s3)),
    `  TLS     ca ${ca}  cert ${cert}  key ${key}`,
    'Next: npm run lab -- load, npm run lab -- break NAME, npm run lab -- down.',
  ].join('\n');
}

function describeS3({ endpoint, tlsEndpoint, bucket, user }: S3State): readonly string[] {
  return [
    `  S3      ${[tlsEndpoint, endpoint].filter((each) => each !== null).join(' or ')}  bucket ${bucket}`,
    `          accessKeyId ${user.accessKeyId}  secretAccessKey ${user.secretAccessKey}`,
  ];
}

export function describeStatus(engine: LabEngine<LabTypes>, status: LabStatus<LabTypes>): string {
  const servers = roles.map((role) => {
    const { port, pid } = status.servers[role];
    return `  ${role}       ${pid === null ? 'does not run' : `runs on 127.0.0.1:${port}, process ${pid}`}`;
  });
  const active = status.breaks.map(
    ({ name, since }) => `  ${name} since ${since}: ${engine.breaks[name]?.description}`,
  );
  const replication = status.replication && engine.describeReplication(status.replication).join('\n               ');
  return [
    `Lab in ${status.home}, ${status.rows.toLocaleString('en')} rows in the largest table`,
    ...servers,
    `  replication  ${replication ?? 'unknown: the target does not run'}`,
    ...(active.length > 0 ? ['Broken:', ...active] : ['Nothing is broken on purpose.']),
  ].join('\n');
}
