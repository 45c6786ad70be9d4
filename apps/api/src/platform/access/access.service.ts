import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Session } from '@cutover/contracts';
import { CONFIG, type CutoverConfig, type UserConfig } from '../../config/config.schema.js';
import { Clock } from '../clock.js';
import { type BasicCredentials, parseBasicCredentials } from './basic-credentials.js';
import { clientKey } from './client-key.js';
import { addressPolicy, LoginAttempts, userPolicy } from './login-attempts.js';
import { LoginRequired, tooManyLogins } from './login-refusals.js';
import { decoyHash, verifyPassword } from './password-hashing.js';
import { RecentEntries } from './recent-entries.js';

/** scrypt takes about 0.2 s on purpose; a browser loading a page sends the same login twenty times. */
const verdictLifetimeMs = 60_000;
const maxVerdicts = 1000;
/** Logins waiting for their scrypt; more than this is an attack and is told to come back. */
const maxWaiting = 32;

/** Who is asking? Basic login against the configured users, slowed for those who guess. */
@Injectable()
export class AccessService {
  private readonly users: Map<string, UserConfig>;
  private readonly decoy: string;
  // Cached verdicts are found by an HMAC under a key of this process alone, so that no password stays in memory.
  private readonly verdictKey = randomBytes(32);
  private readonly verdicts = new RecentEntries<boolean>(maxVerdicts, verdictLifetimeMs);
  private readonly underWay = new Map<string, Promise<boolean>>();
  private readonly byAddress = new LoginAttempts(addressPolicy);
  private readonly byUser = new LoginAttempts(userPolicy);
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly clock: Clock,
  ) {
    this.users = new Map(config.auth.users.map((user) => [user.name, user]));
    this.decoy = decoyHash(config.auth.users[0]?.passwordHash);
  }

  /** False: no users are configured, and everybody (on loopback, as the configuration enforces) is an operator. */
  get isLoginRequired(): boolean {
    return this.users.size > 0;
  }

  /**
   * The session behind an Authorization header. Throws LoginRequired (401) or TooManyRequests (429, with
   * `retryAfterSeconds`). `address` is the client's IP address.
   */
  async authenticate(header: string | undefined, address: string | undefined): Promise<Session> {
    if (!this.isLoginRequired) return { name: 'local', role: 'operator', authRequired: false };
    const credentials = parseBasicCredentials(header);
    if (credentials === null) throw new LoginRequired();
    const user = this.users.get(credentials.name);
    const isRight = await this.isRight(credentials, user, clientKey(address));
    if (!isRight || user === undefined) throw new LoginRequired('Name or password is wrong.');
    return { name: user.name, role: user.role, authRequired: true };
  }

  private async isRight(credentials: BasicCredentials, user: UserConfig | undefined, address: string) {
    const key = this.keyOf(credentials);
    // A login that was right a moment ago is let in even while somebody else's guesses have its name blocked;
    // one that was wrong a moment ago is a script repeating itself, not another guess.
    const known = this.verdicts.get(key, this.clock.monotonicMs());
    if (known !== undefined) return known;
    const nowMs = this.clock.monotonicMs();
    const waitSeconds = Math.max(
      this.byAddress.waitSeconds(address, nowMs),
      this.byUser.waitSeconds(credentials.name, nowMs),
    );
    if (waitSeconds > 0) throw tooManyLogins(waitSeconds);
    return this.underWay.get(key) ?? this.verify(key, credentials, user, address);
  }

  private verify(key: string, credentials: BasicCredentials, user: UserConfig | undefined, address: string) {
    if (this.underWay.size >= maxWaiting) throw tooManyLogins(1);
    // One at a time: each takes 32 MB, and the thread pool is also the file system's and the resolver's.
    const verdict = this.turn.then(async () => {
      this.refuseBlocked(credentials.name, address);
      const isRight = await verifyPassword(credentials.password, user?.passwordHash ?? this.decoy);
      this.remember(key, isRight && user !== undefined, credentials.name, address);
      return isRight;
    });
    this.turn = verdict.catch(() => undefined);
    this.underWay.set(key, verdict);
    return verdict.finally(() => this.underWay.delete(key));
  }

  /** Guesses sent all at once are counted as they fail: those still waiting for their turn are refused then. */
  private refuseBlocked(name: string, address: string): void {
    const nowMs = this.clock.monotonicMs();
    const waitSeconds = Math.max(this.byAddress.waitSeconds(address, nowMs), this.byUser.waitSeconds(name, nowMs));
    if (waitSeconds > 0) throw tooManyLogins(waitSeconds);
  }

  private remember(key: string, isRight: boolean, name: string, address: string): void {
    const nowMs = this.clock.monotonicMs();
    this.verdicts.set(key, isRight, nowMs);
    if (isRight) {
      this.byAddress.forget(address);
      return;
    }
    this.byAddress.recordFailure(address, nowMs);
    this.byUser.recordFailure(name, nowMs);
  }

  private keyOf({ name, password }: BasicCredentials): string {
    return createHmac('sha256', this.verdictKey).update(`${name}:${password}`).digest('base64');
  }
}
