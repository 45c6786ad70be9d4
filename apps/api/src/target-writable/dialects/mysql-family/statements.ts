import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** Whether the server refuses writes, whether it gives a GTID to those that it takes, and which roles everybody has. Each server has some of them. */
export const guardStatement =
  "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only', 'log_bin', 'gtid_mode', 'mandatory_roles')";

/** A variable as the server prints it. */
export interface VariableRow {
  Variable_name: string;
  Value: string;
}

/** One account or role, with its rights to everything. Flags are 0 or 1. */
export interface AccountRow {
  user: string;
  host: string;
  isRole: unknown;
  isLocked: unknown;
  mayWrite: unknown;
  /** read_only does not stop it. */
  isExempt: unknown;
}

/**
 * Bits of a privilege mask in mysql.global_priv: INSERT, UPDATE, DELETE, DROP (which is TRUNCATE too) and ALTER; SUPER;
 * READ_ONLY ADMIN. Source: sql/privilege.h of MariaDB.
 */
const writeBits = 2 + 4 + 8 + 32 + 8192;
const superBit = 32768;
const readOnlyAdminBit = 8589934592;

/** From 10.11 on SUPER does not hold READ_ONLY ADMIN any more; a mask written by an earlier version means both. */
const superAloneFrom = 101100;

/** information_schema does not show what was granted to roles; the tables of privileges do. */
export const accountStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb: `
    SELECT p.user, p.host, p.isRole, p.isLocked, (p.access & ${writeBits}) <> 0 AS mayWrite,
           (p.access & ${readOnlyAdminBit}) <> 0 OR ((p.access & ${superBit}) <> 0 AND p.version < ${superAloneFrom}) AS isExempt
    FROM (SELECT CONVERT(User USING utf8mb4) AS user, CONVERT(Host USING utf8mb4) AS host,
                 COALESCE(JSON_VALUE(Priv, '$.is_role'), 0) AS isRole,
                 COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) AS isLocked,
                 CAST(COALESCE(JSON_VALUE(Priv, '$.access'), 0) AS UNSIGNED) AS access,
                 CAST(COALESCE(JSON_VALUE(Priv, '$.version_id'), 0) AS UNSIGNED) AS version
          FROM mysql.global_priv) p`,
  mysql: `
    SELECT CONVERT(u.User USING utf8mb4) AS user, CONVERT(u.Host USING utf8mb4) AS host, 0 AS isRole,
           u.account_locked = 'Y' AS isLocked,
           'Y' IN (u.Insert_priv, u.Update_priv, u.Delete_priv, u.Drop_priv, u.Alter_priv) AS mayWrite,
           u.Super_priv = 'Y' OR EXISTS (SELECT 1 FROM mysql.global_grants g
             WHERE g.USER = u.User AND g.HOST = u.Host AND g.PRIV = 'CONNECTION_ADMIN') AS isExempt
    FROM mysql.user u`,
};

/** A right to write to a database (a pattern as in GRANT), or to one table or some of its columns. */
export interface ScopeRow {
  user: string;
  host: string;
  databaseName: string;
  /** null: the whole database. */
  tableName: string | null;
}

export const scopesStatement = `
  SELECT CONVERT(User USING utf8mb4) AS user, CONVERT(Host USING utf8mb4) AS host,
         CONVERT(Db USING utf8mb4) AS databaseName, NULL AS tableName
  FROM mysql.db WHERE 'Y' IN (Insert_priv, Update_priv, Delete_priv, Drop_priv, Alter_priv)
  UNION ALL
  SELECT CONVERT(User USING utf8mb4), CONVERT(Host USING utf8mb4), CONVERT(Db USING utf8mb4), CONVERT(Table_name USING utf8mb4)
  FROM mysql.tables_priv
  WHERE CONCAT_WS(',', Table_priv, Column_priv) RLIKE 'Insert|Update|Delete|Drop|Alter'`;

/** Who was granted which role. */
export interface RoleRow {
  user: string;
  host: string;
  role: string;
  roleHost: string;
}

export const rolesStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb: `
    SELECT CONVERT(User USING utf8mb4) AS user, CONVERT(Host USING utf8mb4) AS host,
           CONVERT(Role USING utf8mb4) AS role, '' AS roleHost FROM mysql.roles_mapping`,
  mysql: `
    SELECT CONVERT(TO_USER USING utf8mb4) AS user, CONVERT(TO_HOST USING utf8mb4) AS host,
           CONVERT(FROM_USER USING utf8mb4) AS role, CONVERT(FROM_HOST USING utf8mb4) AS roleHost FROM mysql.role_edges`,
};
