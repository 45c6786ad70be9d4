/** What pg_relation_is_updatable adds up: 4 of UPDATE, 8 of INSERT, 16 of DELETE. */
const insertUpdateDelete = 28;

/**
 * Roles that may write to a watched table: with the right itself, as its owner, through a role that they may take, or through a view,
 * which writes with the rights of its own owner unless it says otherwise; and whether they may connect. VALID UNTIL ends a
 * password alone, and no login by certificate, peer or trusted address. The owner of a subscription of this database must write.
 *
 * Of default_transaction_read_only the setting counts that the server would take for a new session: of the role in this database, of
 * the role, of the database, of all. That of the configuration (ALTER SYSTEM, the file) does not: `reset_val` of our session is not it
 * where the session began while the database was frozen, and would call the database frozen long after it was thawed.
 *
 * $1: schemas watched whole; $2, $3: schemas and names of single tables. Whether a view is updatable is asked of those over watched
 * tables alone, because that opens each. Roles are held against tables first, so that thousands of tables are gone through once a role.
 */
export const writersStatement = `
  WITH RECURSIVE reached AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name, false AS is_view
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND (n.nspname = ANY ($1) OR (n.nspname, c.relname) IN
      (SELECT s, t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS named (s, t)))
    UNION
    SELECT v.oid, n.nspname || '.' || v.relname, true
    FROM reached b
    JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = b.oid
      AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
    JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
    JOIN pg_catalog.pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
    JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
    WHERE NOT COALESCE(v.reloptions && '{security_invoker=true,security_invoker=on,security_invoker=yes,security_invoker=1}'::text[], false)
  ), watched AS MATERIALIZED (
    SELECT b.oid, b.name FROM reached b
    WHERE NOT b.is_view OR pg_catalog.pg_relation_is_updatable(b.oid, true) & ${insertUpdateDelete} <> 0
  ), holder AS (
    SELECT r.oid, r.rolname, r.rolsuper,
           (SELECT w.name FROM watched w
            WHERE pg_catalog.has_table_privilege(r.oid, w.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
               OR pg_catalog.has_any_column_privilege(r.oid, w.oid, 'INSERT, UPDATE') LIMIT 1) AS table_name
    FROM pg_catalog.pg_roles r
  ), said AS (
    SELECT s.setrole, s.setdatabase, pg_catalog.split_part(c.setting, '=', 2)::boolean AS value
    FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) AS c (setting)
    WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
      AND c.setting LIKE 'default\\_transaction\\_read\\_only=%'
  )
  SELECT r.rolname AS account, h.table_name, h.rolname AS holder, h.rolsuper AS is_super,
         COALESCE(
           (SELECT said.value FROM said WHERE said.setrole IN (0, r.oid)
            ORDER BY said.setrole = 0, said.setdatabase = 0 LIMIT 1), false) AS is_read_only,
         r.rolcanlogin AND pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CONNECT') AS may_connect,
         EXISTS (
           SELECT FROM pg_catalog.pg_subscription s
           WHERE s.subowner = r.oid
             AND s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
         ) AS is_subscriber
  FROM pg_catalog.pg_roles r
  CROSS JOIN LATERAL (
    SELECT h.* FROM holder h
    WHERE h.table_name IS NOT NULL AND pg_catalog.pg_has_role(r.oid, h.oid, 'MEMBER')
    ORDER BY (h.oid = r.oid) DESC, h.rolsuper, h.rolname LIMIT 1
  ) h
  ORDER BY r.rolname`;

/** One row of {@link writersStatement}. */
export interface WriterRow {
  account: string;
  table_name: string;
  /** The role that holds the right: the account itself, or one that it may take. */
  holder: string;
  is_super: boolean;
  /** Its sessions begin read only, which each may undo. */
  is_read_only: boolean;
  may_connect: boolean;
  /** Owns a subscription of this database. */
  is_subscriber: boolean;
}
