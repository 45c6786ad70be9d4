CREATE EXTENSION citext;
CREATE TABLE t (id int PRIMARY KEY, v citext, a citext[]);
CREATE TABLE keyed (id citext PRIMARY KEY, v int);
