import { readFileSync } from 'node:fs';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { ChannelConfig } from '../../../config/config.schema.js';
import { attemptLimitMs, DeliveryFailure, type ChannelSender } from './channel-sender.js';
import { networkFault, timedOut } from './network-fault.js';
import { withoutSecrets } from './without-secrets.js';

type Smtp = NonNullable<ChannelConfig['smtp']>;

const defaultPorts: Record<Smtp['tls'], number> = { starttls: 587, implicit: 465, none: 25 };

/** Plain text by SMTP. One connection for each message: they are few. */
export function emailSender({ smtp, from = '', to = [] }: ChannelConfig): ChannelSender {
  if (smtp === undefined) throw new Error('A channel of type email has smtp: the configuration checks it');
  const port = smtp.port ?? defaultPorts[smtp.tls];
  const domain = from.slice(from.indexOf('@') + 1);
  return {
    destination: `${to.join(', ')} by ${smtp.host}:${port}`,
    send: async ({ id, headline, text }, signal) => {
      const limit = AbortSignal.timeout(attemptLimitMs);
      const mail: SendMailOptions & { signal: AbortSignal } = {
        ...{ from, to: [...to], subject: headline, text },
        // The same at every attempt, so that mail programs show a repeat once.
        messageId: `<${id}@${domain}>`,
        // Holiday replies to it would go to nobody.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Cutover-Message': id },
        // Beside the library's own limits, which are for one step each. Its types do not know it yet.
        signal: AbortSignal.any([signal, limit]),
      };
      const transport = createTransport(transportOptions(smtp, port));
      try {
        const { response, rejected } = await transport.sendMail(mail);
        const refused = rejected.length === 0 ? '' : `; refused for ${rejected.map(String).join(', ')}`;
        return withoutSecrets(`${response}${refused}`, [smtp.password]);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw limit.aborted ? unanswered() : failureOf(error, smtp);
      } finally {
        transport.close();
      }
    },
  };
}

function transportOptions(smtp: Smtp, port: number) {
  return {
    ...{ host: smtp.host, port, secure: smtp.tls === 'implicit' },
    ...{ requireTLS: smtp.tls === 'starttls', ignoreTLS: smtp.tls === 'none' },
    ...(smtp.ca === undefined ? {} : { tls: { ca: readFileSync(smtp.ca, 'utf8') } }),
    ...(smtp.username === undefined ? {} : { auth: { user: smtp.username, pass: smtp.password ?? '' } }),
    ...{ connectionTimeout: attemptLimitMs, greetingTimeout: attemptLimitMs, socketTimeout: attemptLimitMs },
    // What is sent is text of ours and names no file.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}

/** What the library says of an error of SMTP. */
interface SmtpError {
  code?: string;
  response?: string;
  responseCode?: number;
}

function unanswered(): DeliveryFailure {
  const { reason, action } = timedOut();
  return new DeliveryFailure(`Not reached: ${reason}`, action);
}

function failureOf(error: unknown, smtp: Smtp): DeliveryFailure {
  const { code, response, responseCode } = (error instanceof Error ? error : {}) as SmtpError;
  const said = response === undefined ? '' : `: ${withoutSecrets(response, [smtp.password])}`;
  switch (code) {
    case 'EAUTH':
      return new DeliveryFailure(`The login was refused${said}`, 'Check smtp.username and smtp.password.');
    case 'ENOAUTH':
      return new DeliveryFailure('The mail server offers no login', 'Remove smtp.username, or take the right port.');
    case 'EENVELOPE':
      return new DeliveryFailure(
        `Sender or recipients were refused${said}`,
        'Check from and to, and what this mail server lets this login send.',
      );
    case 'EMESSAGE':
      return new DeliveryFailure(`The message was refused${said}`, 'Look at what the mail server says.', {
        // 4xx is for now, 5xx for ever.
        isRefusal: responseCode !== undefined && responseCode >= 500,
      });
    case 'ETLS':
      return new DeliveryFailure(
        `TLS could not be begun${said}`,
        'Check smtp.tls and smtp.port: starttls is usual on 587, implicit on 465.',
      );
    default: {
      const { reason, action } = networkFault(error);
      return new DeliveryFailure(said === '' ? `Not reached: ${reason}` : `Not taken${said}`, action);
    }
  }
}
