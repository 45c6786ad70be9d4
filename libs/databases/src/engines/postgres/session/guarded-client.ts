import { Client, type ClientConfig } from 'pg';
import { ClearTextPassword } from './clear-text-password.js';

/** What the driver has, and its types do not tell. */
interface Inner {
  connection: { stream: { destroy(error: Error): void } };
  connectionParameters: { options: unknown; replication: unknown };
  _handleAuthCleartextPassword(): void;
}

const answerInClearText = (Client.prototype as unknown as Inner)._handleAuthCleartextPassword;

/**
 * The driver's client, except that it gives its password to a verified server only, and takes nothing from the environment
 * of the process. All our connections are of this kind.
 */
export class GuardedClient extends Client {
  private readonly isVerified: boolean;

  /** `replication`: the connection takes commands of the replication protocol, and statements in their simple form. */
  constructor(config: ClientConfig & { replication?: 'database' } = {}) {
    super(config);
    // PGOPTIONS and PGREPLICATION: the driver reads them wherever the configuration has no value, and an empty one is none.
    const { connectionParameters } = this as unknown as Inner;
    connectionParameters.options = undefined;
    connectionParameters.replication = config.replication;
    this.isVerified = typeof config.ssl === 'object' && config.ssl.rejectUnauthorized !== false;
  }

  /** The driver calls this when the server asks for the password in clear text. */
  protected _handleAuthCleartextPassword(): void {
    if (this.isVerified) answerInClearText.call(this);
    else (this as unknown as Inner).connection.stream.destroy(new ClearTextPassword());
  }
}
