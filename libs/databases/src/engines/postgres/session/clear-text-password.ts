/**
 * The server asks for the password in clear text, and nothing proves that it is the server: who answers in its place on
 * an unverified connection would be given the password.
 */
export class ClearTextPassword extends Error {
  readonly code = 'CLEAR_TEXT_PASSWORD';

  constructor() {
    super('the server asks for the password in clear text, on a connection without a verified certificate');
  }
}
