/** The command cannot be run as it was typed, or not with these servers. The message is one line that says what to do. */
export class CannotRun extends Error {}
