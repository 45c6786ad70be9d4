export { openAnyLab, ownerOfLab, removeLab, removeLabsBelow, startAnyLab, type AnyLab } from './any-lab.js';
export { freezeProofSettings, watchedKeys, writeCutoverConfig, type CutoverConfigOptions } from './cutover-config.js';
export { startCutover, type CutoverProcess } from './cutover-process.js';
export type { EngineName } from './engines/engine-name.js';
export { grantsFor } from './engines/mysql-family/accounts.js';
export { breakNames, isBreakName, type BreakName } from './engines/mysql-family/breaks/break-names.js';
export { breaks } from './engines/mysql-family/breaks/registry.js';
export type { Dialect } from './engines/mysql-family/dialects/dialect.js';
export { dialects } from './engines/mysql-family/dialects/registry.js';
export { makeTemplate } from './engines/mysql-family/make-template.js';
export { MysqlLab as Lab } from './engines/mysql-family/mysql-lab.js';
export type { ReplicationState } from './engines/mysql-family/replication-state.js';
export { ownSoftware, type Flavor } from './engines/mysql-family/server/software.js';
export { postgresGrants } from './engines/postgres/accounts.js';
export { addDatabase, type AddedDatabase } from './engines/postgres/added-database.js';
export { addSchema, type AddedSchema } from './engines/postgres/added-schema.js';
export {
  breakNames as postgresBreakNames,
  type BreakName as PostgresBreakName,
} from './engines/postgres/breaks/break-names.js';
export { copyAnew } from './engines/postgres/copy-anew.js';
export { keepLog, loseSlot } from './engines/postgres/lose-slot.js';
export type { PostgresLab } from './engines/postgres/postgres-lab.js';
export { disableSubscription, dropSlot, subscriptionName } from './engines/postgres/replication.js';
export { isOpenToAll } from './engines/postgres/server/choose-place.js';
export { serverAccount, type ServerAccount } from './engines/postgres/server/server-account.js';
export type { SubscriptionState } from './engines/postgres/subscription-state.js';
export type { LabEndpoint, LabStatus } from './lab.js';
export { LabError } from './lab.errors.js';
export { defaultHome } from './lab-home.js';
export type { Load, LoadOptions } from './load/load.js';
export { Pace } from './load/pace.js';
export { roles, type Role } from './roles.js';
export {
  addS3User,
  isS3Running,
  startS3Server,
  stopS3Server,
  type S3Certificate,
  type S3State,
  type S3User,
} from './s3/s3-server.js';
export { findFreePort } from './server/free-port.js';
export type { LabServer } from './server/lab-server.js';
export { findProgram } from './server/programs.js';
export type { ServerSoftware } from './server/server-software.js';
export { hotTables, shopDatabase, shopSizes, shopTables, type ShopTable } from './shop/sizes.js';
export { openLab, openPostgresLab, startLab, startPostgresLab, type StartLabOptions } from './start-lab.js';
export { beginTestLabs, labOfThisWorker, ownTestLab, postgresLabOfThisWorker } from './test-labs.js';
