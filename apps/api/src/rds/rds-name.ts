import type { EndpointConfig } from '../config/config.schema.js';

/** What AWS knows a server by. */
export interface RdsName {
  identifier: string;
  region: string;
  kind: 'instance' | 'cluster';
}

/**
 * `NAME.HASH.REGION.rds.amazonaws.com`; the hash of a cluster begins with `cluster-` (also `cluster-ro-`, `cluster-custom-`).
 * Source: Amazon RDS and Aurora user guides, "endpoints".
 */
const rdsHost = /^([a-z][a-z0-9-]*)\.([a-z0-9-]+)\.([a-z]{2}(?:-[a-z]+)+-\d+)\.rds\.amazonaws\.com(?:\.cn)?\.?$/i;

/** Pure: the name, from the configuration or from the host; null: neither tells it. */
export function rdsNameOf({ host, rdsInstance }: Pick<EndpointConfig, 'host' | 'rdsInstance'>): RdsName | null {
  if (rdsInstance !== undefined) return { ...rdsInstance, kind: 'instance' };
  const [, identifier, hash, region] = rdsHost.exec(host) ?? [];
  if (identifier === undefined || hash === undefined || region === undefined) return null;
  return { identifier, region: region.toLowerCase(), kind: /^cluster-/i.test(hash) ? 'cluster' : 'instance' };
}
