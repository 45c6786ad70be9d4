/** A setting of the target by which its replication passes over errors that would else end it, or changes values. */
export interface PassingOver {
  /** As the server says it: `slave_exec_mode = IDEMPOTENT`. */
  setting: string;
  /** What happens without any error, as a sentence that goes on from the setting. */
  meaning: string;
  /** How it is taken away, as a sentence. */
  action: string;
  /** What takes it away on the target, where a statement can. */
  statement: string | null;
}
