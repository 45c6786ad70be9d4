import { UserError } from '../../failures/failures.js';

/** 401: who is asking? The filter adds `WWW-Authenticate: Basic`, so that browsers ask for pages too. */
export class LoginRequired extends UserError {
  constructor(message = 'Log in with the name and password of a configured user.') {
    super(401, 'LOGIN_REQUIRED', message);
  }
}

/** 429 with `Retry-After`. */
export class TooManyRequests extends UserError {
  constructor(
    code: string,
    message: string,
    /** Whole seconds until another try makes sense. */
    readonly retryAfterSeconds: number,
  ) {
    super(429, code, message);
  }
}

export function tooManyLogins(waitSeconds: number): TooManyRequests {
  return new TooManyRequests('LOGIN_BLOCKED', `Too many failed logins; try again in ${waitSeconds} s.`, waitSeconds);
}
