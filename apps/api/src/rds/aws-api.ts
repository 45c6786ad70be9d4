import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { RDSClient } from '@aws-sdk/client-rds';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { withinSignal } from './within-signal.js';
import type { RdsName } from './rds-name.js';

/** What is looked at of an instance or a cluster. */
export interface ToldInstance {
  status: string | null;
  /** Hosts by which it is reached. */
  endpoints: string[];
  storageEncrypted: boolean | null;
  kmsKeyId: string | null;
}

/** One point of a metric. */
export interface ToldLag {
  seconds: number;
  at: Date;
}

/** One try may take so long, with its connection; there are two. Without throwing, the library would only warn. */
const settings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** CloudWatch has one point a minute, and the last one or two may not be there yet. */
const lookBackMs = 10 * 60_000;

/**
 * The questions that we ask AWS, all of them reading. Credentials come from where every tool of AWS takes them:
 * environment, profile, role. The library is loaded with the first question: who has no RDS pays nothing for it.
 */
@Injectable()
export class AwsApi implements BeforeApplicationShutdown {
  private readonly rds = new Map<string, Promise<RDSClient>>();
  private readonly cloudWatch = new Map<string, Promise<CloudWatchClient>>();

  /** null: AWS has no such instance that we may see. Rejects with the library's error. */
  describe(name: RdsName, signal: AbortSignal): Promise<ToldInstance | null> {
    return withinSignal(this.describeNow(name, signal), signal);
  }

  /** The newest point of ReplicaLag; null: there is none, or it is -1, which is unknown. Rejects with the library's error. */
  replicaLag(name: RdsName, now: Date, signal: AbortSignal): Promise<ToldLag | null> {
    return withinSignal(this.replicaLagNow(name, now, signal), signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const client of await Promise.all([...this.rds.values(), ...this.cloudWatch.values()])) client.destroy();
  }

  private async describeNow({ identifier, region, kind }: RdsName, signal: AbortSignal): Promise<ToldInstance | null> {
    const { DescribeDBClustersCommand, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds');
    const client = await this.rdsOf(region);
    const bounds = { abortSignal: signal };
    if (kind === 'cluster') {
      const command = new DescribeDBClustersCommand({ DBClusterIdentifier: identifier });
      const cluster = (await client.send(command, bounds)).DBClusters?.[0];
      return cluster === undefined
        ? null
        : toldOf(cluster, cluster.Status, [
            cluster.Endpoint,
            cluster.ReaderEndpoint,
            ...(cluster.CustomEndpoints ?? []),
          ]);
    }
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
    const instance = (await client.send(command, bounds)).DBInstances?.[0];
    return instance === undefined ? null : toldOf(instance, instance.DBInstanceStatus, [instance.Endpoint?.Address]);
  }

  private async replicaLagNow(
    { identifier, region, kind }: RdsName,
    now: Date,
    signal: AbortSignal,
  ): Promise<ToldLag | null> {
    const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const client = await this.cloudWatchOf(region);
    const Name = kind === 'cluster' ? 'DBClusterIdentifier' : 'DBInstanceIdentifier';
    const Metric = { Namespace: 'AWS/RDS', MetricName: 'ReplicaLag', Dimensions: [{ Name, Value: identifier }] };
    const command = new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - lookBackMs),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [{ Id: 'lag', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    });
    const [result] = (await client.send(command, { abortSignal: signal })).MetricDataResults ?? [];
    const [seconds] = result?.Values ?? [];
    const [at] = result?.Timestamps ?? [];
    return seconds === undefined || at === undefined || seconds < 0 ? null : { seconds, at };
  }

  private rdsOf(region: string): Promise<RDSClient> {
    return remembered(this.rds, region, async () => {
      const { RDSClient } = await import('@aws-sdk/client-rds');
      return new RDSClient({ region, ...settings });
    });
  }

  private cloudWatchOf(region: string): Promise<CloudWatchClient> {
    return remembered(this.cloudWatch, region, async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatchClient({ region, ...settings });
    });
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function toldOf(
  { StorageEncrypted, KmsKeyId }: { StorageEncrypted?: boolean | undefined; KmsKeyId?: string | undefined },
  status: string | undefined,
  endpoints: readonly (string | undefined)[],
): ToldInstance {
  const told = endpoints.filter((endpoint) => endpoint !== undefined);
  return {
    status: status ?? null,
    endpoints: told,
    storageEncrypted: StorageEncrypted ?? null,
    kmsKeyId: KmsKeyId ?? null,
  };
}
