/** A setting by which writes of the source to some tables do not get to the target. */
export interface LeavingOut {
  /** The side that has it. */
  role: 'source' | 'target';
  /** As the server says it: `replicate_ignore_table = shop.log`. */
  setting: string;
  /** How it is taken away, as a sentence. */
  action: string;
  leavesOut(table: { database: string; name: string }): boolean;
}
