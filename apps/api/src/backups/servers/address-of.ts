/** Pure: where a server is reached. A name under `backups.servers` may be given to another one: a backup says which of them it is of. */
export const addressOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;
