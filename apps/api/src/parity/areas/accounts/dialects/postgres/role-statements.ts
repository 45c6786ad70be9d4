/** Roles with what ALTER ROLE says of them; predefined ones (pg_…) are the server's. $1: nonce. */
export const rolesSelect = `
  SELECT r.rolname AS name, r.oid::text AS oid, r.rolcanlogin AS login, r.rolsuper AS superuser, r.rolcreatedb AS createdb,
         r.rolcreaterole AS createrole, r.rolreplication AS replication, r.rolbypassrls AS bypassrls, r.rolinherit AS inherit,
         r.rolconnlimit AS connections,
         CASE WHEN r.rolvaliduntil IS NULL OR r.rolvaliduntil = 'infinity' THEN 'infinity'
              ELSE pg_catalog.to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS+00') END AS "validUntil"
  FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_'`;

/** What proves who somebody is leaves the server as a digest only, with the nonce of this reading. */
export const passwordsSelect = `
  SELECT a.rolname AS name,
         CASE WHEN a.rolpassword IS NULL THEN 'none' WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'SCRAM-SHA-256' ELSE 'md5' END AS form,
         pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1::text || COALESCE(a.rolpassword, ''), 'UTF8')), 'hex') AS credential,
         CASE WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN
           pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1::text || pg_catalog.split_part(a.rolpassword, '$', 2), 'UTF8')), 'hex')
         END AS salt
  FROM pg_catalog.pg_authid a`;

/** Before PostgreSQL 16 the member says whether it inherits, and may always SET ROLE: the row as JSON has the options, or has them not. */
export const membershipsSelect = `
  SELECT r.rolname AS role, m.rolname AS member, pg_catalog.bool_or(a.admin_option) AS admin,
         pg_catalog.bool_or(COALESCE((j.row ->> 'inherit_option')::boolean, m.rolinherit)) AS inherit,
         pg_catalog.bool_or(COALESCE((j.row ->> 'set_option')::boolean, true)) AS set
  FROM pg_catalog.pg_auth_members a CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(a.*)) AS j (row)
  JOIN pg_catalog.pg_roles r ON r.oid = a.roleid JOIN pg_catalog.pg_roles m ON m.oid = a.member
  WHERE m.rolname !~ '^pg_' GROUP BY 1, 2`;

const isWatched = `(n.nspname = ANY ($1) OR (n.nspname, c.relname) IN
  (SELECT s, t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS named (s, t)))`;
const isOwn = (catalog: string, oid: string): string => `NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
  WHERE e.deptype IN ('e', 'i') AND e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND e.objid = ${oid} AND e.refobjid <> e.objid)`;

/**
 * Everything that has an owner and grants: one row for each object and grantee, and one for an object without grants. What the owner
 * gave to itself is left out. $4: the name of the target's database. A sequence that goes with a column has the owner of its table.
 */
export const grantsSelect = `
  WITH objects ("on", owner, acl, is_follower) AS (
    SELECT pg_catalog.format('DATABASE %I', $4::text), d.datdba, COALESCE(d.datacl, pg_catalog.acldefault('d', d.datdba)), false
    FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
    UNION ALL
    SELECT pg_catalog.format('SCHEMA %I', n.nspname), n.nspowner, COALESCE(n.nspacl, pg_catalog.acldefault('n', n.nspowner)), false
    FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1) OR n.nspname = ANY ($2)
    UNION ALL
    SELECT pg_catalog.format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname), c.relowner,
           COALESCE(c.relacl, pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner)),
           EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                   AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${isWatched}
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.deptype = 'e'
                      AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
    UNION ALL
    SELECT pg_catalog.format('ROUTINE %I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)), p.proowner,
           COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner)), false
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY ($1) AND ${isOwn('pg_proc', 'p.oid')}
    UNION ALL
    SELECT pg_catalog.format('TYPE %I.%I', n.nspname, t.typname), t.typowner,
           COALESCE(t.typacl, pg_catalog.acldefault('T', t.typowner)), false
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE n.nspname = ANY ($1) AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND (t.typtype <> 'c' OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type y WHERE y.typarray = t.oid) AND ${isOwn('pg_type', 't.oid')}
    UNION ALL
    SELECT pg_catalog.format('FOREIGN SERVER %I', s.srvname), s.srvowner,
           COALESCE(s.srvacl, pg_catalog.acldefault('S', s.srvowner)), false
    FROM pg_catalog.pg_foreign_server s WHERE ${isOwn('pg_foreign_server', 's.oid')}
  )
  SELECT o."on", CASE WHEN o.is_follower THEN NULL ELSE pg_catalog.pg_get_userbyid(o.owner) END AS owner, g.grantee, g.privileges
  FROM objects o LEFT JOIN LATERAL (
    SELECT CASE a.grantee WHEN 0 THEN NULL ELSE pg_catalog.pg_get_userbyid(a.grantee) END AS grantee,
           pg_catalog.array_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS privileges
    FROM pg_catalog.aclexplode(o.acl) a WHERE a.grantee <> o.owner GROUP BY a.grantee
  ) g ON true
  UNION ALL
  SELECT pg_catalog.format('TABLE %I.%I', n.nspname, c.relname), NULL,
         CASE x.grantee WHEN 0 THEN NULL ELSE pg_catalog.pg_get_userbyid(x.grantee) END,
         pg_catalog.array_agg(pg_catalog.format('%s (%I)%s', x.privilege_type, a.attname,
           CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
  CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
  WHERE ${isWatched} AND x.grantee <> c.relowner GROUP BY 1, x.grantee`;

/** Rights that new objects get. What a role gives to itself is left out. */
export const defaultsSelect = `
  SELECT pg_catalog.format('DEFAULT PRIVILEGES FOR ROLE %I%s ON %s', o.rolname, COALESCE(' IN SCHEMA ' || pg_catalog.quote_ident(n.nspname), ''),
           CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES'
             WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END) AS "on",
         o.rolname AS role, d.defaclobjtype::text AS type, d.defaclnamespace = 0 AS is_everywhere, g.grantee, g.privileges
  FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
  LEFT JOIN LATERAL (
    SELECT CASE a.grantee WHEN 0 THEN NULL ELSE pg_catalog.pg_get_userbyid(a.grantee) END AS grantee,
           pg_catalog.array_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS privileges
    FROM pg_catalog.aclexplode(d.defaclacl) a WHERE a.grantee <> d.defaclrole GROUP BY a.grantee
  ) g ON true
  WHERE d.defaclnamespace = 0 OR n.nspname = ANY ($1)`;

/**
 * What ALTER ROLE and ALTER DATABASE have set, in this database and in every one. The value of a setting of an application
 * (`app.key`) can be a secret: a digest of it leaves the server. $1: nonce; $2: the name of the target's database.
 */
export const settingsSelect = `
  SELECT CASE r.setrole WHEN 0 THEN NULL ELSE pg_catalog.pg_get_userbyid(r.setrole) END AS role,
         CASE r.setdatabase WHEN 0 THEN NULL ELSE $2::text END AS database,
         ARRAY(SELECT CASE WHEN pg_catalog.split_part(x, '=', 1) LIKE '%.%' AND pg_catalog.split_part(x, '=', 1) NOT LIKE 'rds.%'
                 THEN pg_catalog.split_part(x, '=', 1) || '=(not shown: ' || pg_catalog.left(pg_catalog.encode(
                   pg_catalog.sha256(pg_catalog.convert_to($1::text || x, 'UTF8')), 'hex'), 12) || ')' ELSE x END
               FROM pg_catalog.unnest(r.setconfig) AS x) AS settings
  FROM pg_catalog.pg_db_role_setting r
  WHERE r.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))`;

/** Who receives changes from this server now. */
export const replicatingSelect =
  'SELECT DISTINCT s.usename AS name FROM pg_catalog.pg_stat_replication s WHERE s.usename IS NOT NULL';
