CREATE COLLATION german (provider = icu, locale = 'de');
CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE c (id text COLLATE "C" PRIMARY KEY, v int);
CREATE TABLE g (id text COLLATE german PRIMARY KEY, v int);
CREATE TABLE n (id text COLLATE any_case PRIMARY KEY, v int);
CREATE TABLE d (id text PRIMARY KEY, v int);
