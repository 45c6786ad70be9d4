import type { RdsName } from './rds-name.js';

/** Why AWS did not tell, and what to do. */
export interface AwsExplanation {
  reason: string;
  action: string;
}

const policy = 'rds:DescribeDBInstances, rds:DescribeDBClusters and cloudwatch:GetMetricData';
const attest = 'Without AWS, waive this check with your name and until when: that is your attestation.';

/** Said where nothing is asked. */
export const notAsked: AwsExplanation = {
  reason: 'RDS encrypts underneath the database, which cannot be seen from SQL, and AWS is not asked',
  action: `Set aws.enabled: true and give the process credentials that allow ${policy}. ${attest}`,
};

/** Said where the host is another name of the instance. */
export const notNamed: AwsExplanation = {
  reason: 'The host is no endpoint of RDS, so that it does not tell which instance it is',
  action: `Name it in the configuration: rdsInstance: { identifier: …, region: … }. ${attest}`,
};

/** Said where an instance of that name is another one, as that of another account. */
export function otherEndpoint({ identifier, region, kind }: RdsName, host: string): AwsExplanation {
  return {
    reason: `The ${kind} ${identifier} in ${region} that AWS shows us is not reached by ${host}: it is another one of that name`,
    action: `Give the process credentials of the account that has ${host}. ${attest}`,
  };
}

/** What the names of errors of AWS mean. */
const meanings: readonly [RegExp, (name: RdsName, message: string) => AwsExplanation][] = [
  [
    /^CredentialsProviderError$/,
    () => ({
      reason: 'There are no AWS credentials',
      action: `Give the process credentials (environment, profile or role) that allow ${policy}.`,
    }),
  ],
  [
    /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/,
    (_, message) => ({ reason: `AWS refuses it: ${message}`, action: `Allow ${policy} to that user or role.` }),
  ],
  [
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature)/,
    () => ({ reason: 'AWS does not accept the credentials', action: 'Renew them and restart Cutover.' }),
  ],
  [
    /^RequestTimeTooSkewed|^RequestExpired/,
    () => ({ reason: 'AWS says that the clock of this machine is wrong', action: 'Set it, best by NTP.' }),
  ],
  [
    /^DB(Instance|Cluster)NotFound/,
    ({ identifier, region, kind }) => ({
      reason: `There is no ${kind} ${identifier} in ${region} that these credentials may see`,
      action: 'Correct host or rdsInstance, or use credentials of the right account.',
    }),
  ],
  [
    /^Throttling|^TooManyRequests|^RequestLimitExceeded/,
    () => ({ reason: 'AWS asks us to ask less often', action: 'Nothing to do: it is asked again within a minute.' }),
  ],
];

/** Pure: an error of the library in plain words. */
export function explainAws(error: unknown, name: RdsName): AwsExplanation {
  const { name: kind, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const known = meanings.find(([names]) => names.test(kind))?.[1];
  if (known !== undefined) return known(name, message);
  return {
    reason: `AWS did not answer: ${message}`,
    action: `Make the way to rds.${name.region}.amazonaws.com free (a VPC endpoint, or the internet); it is asked again within a minute.`,
  };
}
