CREATE DOMAIN code AS char(4);
CREATE DOMAIN flag AS boolean;
CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0);
CREATE TABLE t (id int PRIMARY KEY, c code, f flag, n amount);
CREATE TABLE keyed (id amount PRIMARY KEY, v int);
