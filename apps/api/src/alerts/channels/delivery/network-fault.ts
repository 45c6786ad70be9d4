import { attemptLimitMs } from './channel-sender.js';

/** A fault on the way, in our own words: those of a library may quote an address or a login. */
export interface NetworkFault {
  reason: string;
  action: string;
}

const trustAction =
  'Correct the certificate there, or give its CA to Cutover (smtp.ca for email, NODE_EXTRA_CA_CERTS for webhooks).';

const faults: Readonly<Partial<Record<string, NetworkFault>>> = {
  ENOTFOUND: { reason: 'the host name is not known', action: 'Check the host name, and the DNS of this machine.' },
  EAI_AGAIN: { reason: 'the host name cannot be looked up', action: 'Check the DNS of this machine.' },
  ECONNREFUSED: { reason: 'nothing listens there', action: 'Check host and port, and whether the service runs.' },
  ECONNRESET: { reason: 'the connection was cut', action: 'Check the service, and what stands between.' },
  EHOSTUNREACH: { reason: 'the host is not reachable', action: 'Check the network and the firewall.' },
  ENETUNREACH: { reason: 'the network is not reachable', action: 'Check the network and the firewall.' },
  CERT_HAS_EXPIRED: { reason: 'its certificate has expired', action: trustAction },
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'its certificate is not trusted', action: trustAction },
  SELF_SIGNED_CERT_IN_CHAIN: { reason: 'its certificate is not trusted', action: trustAction },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { reason: 'its certificate is not trusted', action: trustAction },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { reason: 'its certificate is not trusted', action: trustAction },
  ERR_TLS_CERT_ALTNAME_INVALID: { reason: 'its certificate is for another host', action: trustAction },
  ETIMEDOUT: timedOut(),
  UND_ERR_CONNECT_TIMEOUT: timedOut(),
};

/** No answer within the time of an attempt. */
export function timedOut(): NetworkFault {
  return {
    reason: `no answer within ${attemptLimitMs / 1000} s`,
    action: 'Check whether the service works, and what a firewall drops on the way.',
  };
}

/** What an error of a socket means, found by its code or that of its causes. */
export function networkFault(error: unknown): NetworkFault {
  let code = 'unknown';
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as Error).cause) {
    const { code: own, originalCode } = cause as { code?: string; originalCode?: string };
    // The mail library puts a code of its own in front.
    const found = originalCode ?? own;
    if (found === undefined) continue;
    code = found;
    const fault = faults[found];
    if (fault !== undefined) return fault;
  }
  return { reason: `the connection failed (${code})`, action: 'Check the address, the service and the network.' };
}
