/** What the library says of a failure. Its `message` may quote what a server has sent, and is shown of unknown faults alone. */
interface Told {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
}

/** What is wrong, in the words of who has to mend it. */
interface FaultWords {
  cause: string;
  advice: string;
}

/** An attempt that was ended by us. */
export class SilentServerError extends Error {
  override readonly name = 'SilentServerError';

  constructor(silenceMs: number) {
    super(`the server was silent for ${silenceMs / 1000} s`);
  }
}

/**
 * By what S3 servers call it. Source: "Error responses" of the S3 API reference; Ceph, MinIO and R2 use the same names.
 */
const byName: Readonly<Record<string, FaultWords>> = {
  InvalidAccessKeyId: {
    cause: 'the server does not know the access key',
    advice: 'Correct accessKeyId, or see whether the key was deleted',
  },
  SignatureDoesNotMatch: {
    cause: 'the secret access key is not that of the access key',
    advice: 'Correct secretAccessKey; a blank or a line end at its end counts',
  },
  InvalidToken: expired(),
  ExpiredToken: expired(),
  CredentialsProviderError: {
    cause: 'there are no credentials',
    advice: 'Set accessKeyId and secretAccessKey of the storage, or give this machine a role that may use the bucket',
  },
  NoSuchBucket: { cause: 'there is no such bucket', advice: 'Make it, or correct bucket and endpoint' },
  InvalidBucketName: { cause: 'the server takes no bucket of that name', advice: 'Correct bucket' },
  NoSuchKey: { cause: 'it is not there', advice: 'It was removed, or never written: see backup list' },
  NoSuchUpload: {
    cause: 'the server no longer knows the upload',
    advice: 'Somebody has aborted it, or a lifecycle rule: let that wait for two days at least, and back up again',
  },
  AccessDenied: {
    cause: 'the access key has no right to do that',
    advice: 'Give it the rights of the policy in docs/backups.md',
  },
  AllAccessDisabled: { cause: 'the bucket is disabled', advice: 'Ask who owns the account' },
  AuthorizationHeaderMalformed: otherRegion(),
  PermanentRedirect: otherRegion(),
  IllegalLocationConstraintException: otherRegion(),
  RequestTimeTooSkewed: {
    cause: 'the clocks of this machine and of the server differ by more than 15 minutes',
    advice: 'Set the clock here (chronyd, systemd-timesyncd)',
  },
  QuotaExceeded: full(),
  XMinioStorageFull: full(),
  EntityTooLarge: { cause: 'the server takes no part of that size', advice: 'Make partMiB of the storage smaller' },
  EntityTooSmall: { cause: 'the server takes no part of that size', advice: 'Make partMiB of the storage larger' },
  BadDigest: {
    cause: 'the bytes that arrived were not those that were sent',
    advice: 'Look for a proxy or a network card that alters data',
  },
  SlowDown: busy(),
  ServiceUnavailable: busy(),
  InternalError: busy(),
  NotImplemented: {
    cause: 'the server does not have this function of S3',
    advice: 'Use another server: multipart uploads and ListObjectsV2 are needed',
  },
};

/** By the code of Node.js. */
const byCode: Readonly<Record<string, FaultWords>> = {
  ENOTFOUND: {
    cause: 'there is no host of that name',
    advice: 'Correct endpoint or region; with a bucket in the host name try forcePathStyle: true',
  },
  EAI_AGAIN: { cause: 'the name of the host cannot be looked up', advice: 'Look at the DNS of this machine' },
  ECONNREFUSED: {
    cause: 'nothing listens there',
    advice: 'Correct endpoint, or start the server',
  },
  ECONNRESET: cut(),
  EPIPE: cut(),
  ETIMEDOUT: unreachable(),
  EHOSTUNREACH: unreachable(),
  ENETUNREACH: unreachable(),
  CERT_HAS_EXPIRED: { cause: 'the certificate of the server has expired', advice: 'Renew it there' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    cause: 'the certificate of the server is one of another name',
    advice:
      'Name the host in endpoint as the certificate does; with a bucket in the host name try forcePathStyle: true',
  },
  EPROTO: { cause: 'the server does not speak TLS there', advice: 'Correct the port of endpoint, or write http://' },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    cause: 'the server does not speak TLS there',
    advice: 'Correct the port of endpoint, or write http://',
  },
};

/** Whose certificate nobody here trusts. */
const untrusted = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED)/;

/** Pure: what a failure of S3 means, with its name and never with a secret. */
export function faultWords(error: unknown): FaultWords {
  const told = toldBy(error);
  const { name, code, status } = told;
  const known = byName[name] ?? byCode[code];
  if (known !== undefined) return { ...known, cause: `${known.cause} (${name in byName ? name : code})` };
  if (error instanceof SilentServerError) return { ...unreachable(), cause: error.message };
  if (name === 'TimeoutError') return unreachable();
  if (untrusted.test(code))
    return {
      cause: `nobody here trusts the certificate of the server (${code})`,
      advice: 'Name the file with the CA that has signed it as ca of the storage',
    };
  if (status !== null && status >= 500) return { ...busy(), cause: `${busy().cause} (HTTP ${status})` };
  if (status === 403) return { ...byName['AccessDenied']!, cause: `${byName['AccessDenied']!.cause} (HTTP 403)` };
  return {
    cause: `${told.message.slice(0, 200)} (${[name, status === null ? null : `HTTP ${status}`].filter(Boolean).join(', ')})`,
    advice: 'Look whether endpoint is that of an S3 server',
  };
}

/** Pure: whether the same request may do better in a moment. */
export function isPassing(error: unknown): boolean {
  const { name, code, status, hasCorrectedClock } = toldBy(error);
  if (error instanceof SilentServerError || name === 'TimeoutError' || hasCorrectedClock) return true;
  if (['RequestTimeout', 'BadDigest', 'SlowDown'].includes(name)) return true;
  if (['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code))
    return true;
  return status !== null && (status === 429 || (status >= 500 && status !== 501));
}

/** Whether the server says that there is no such thing. */
export function isMissing(error: unknown, name: 'NoSuchKey' | 'NoSuchUpload'): boolean {
  return toldBy(error).name === name;
}

function toldBy(error: unknown) {
  const { name = '', code = '', message = '', $metadata } = (error ?? {}) as Told;
  return {
    ...{ name, code: typeof code === 'string' ? code : '', message },
    status: $metadata?.httpStatusCode ?? null,
    hasCorrectedClock: $metadata?.clockSkewCorrected === true,
  };
}

function expired(): FaultWords {
  return { cause: 'the credentials have expired', advice: 'Renew them (aws sso login, or the role of this machine)' };
}
function otherRegion(): FaultWords {
  return { cause: 'the bucket is in another region', advice: 'Correct region' };
}
function full(): FaultWords {
  return { cause: 'the storage is full', advice: 'Make room or raise the quota, or keep fewer backups' };
}
function busy(): FaultWords {
  return {
    cause: 'the server could not do it at the moment',
    advice: 'It was tried several times: look at the server, then back up again',
  };
}
function cut(): FaultWords {
  return {
    cause: 'the connection was cut',
    advice: 'It was tried several times: look at the server and what stands between, then back up again',
  };
}
function unreachable(): FaultWords {
  return {
    cause: 'the server does not answer',
    advice: 'Look whether a firewall lets this machine through, and whether endpoint is right',
  };
}
