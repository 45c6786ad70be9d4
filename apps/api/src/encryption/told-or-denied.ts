import { isRightMissing } from '@cutover/databases';
import { messageOf } from '../failures/message-of.js';
import type { Told } from './encryption-dialect.js';

/**
 * What `read` tells; where the account lacks the right for it, the GRANT that gives it. Other errors of the statement are the
 * reason why it is unknown.
 */
export async function toldOrDenied<Value>(read: () => Promise<Value>, grant: string): Promise<Told<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (isRightMissing(error)) return { value: null, reason: 'the account lacks the right to see it', grant };
    return { value: null, reason: messageOf(error), grant: null };
  }
}
