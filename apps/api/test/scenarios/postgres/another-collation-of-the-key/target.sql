DROP TABLE t;
CREATE TABLE t (id text COLLATE "ucs_basic" PRIMARY KEY, v int);
GRANT SELECT ON t TO cutover;
