/** No pair of snapshots was made by stopping replication, and `message` says why. Replication is as it was. */
export class BarrierRefused extends Error {}
