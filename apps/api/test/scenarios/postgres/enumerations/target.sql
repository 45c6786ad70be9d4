DROP TABLE t, keyed;
DROP TYPE mood;
CREATE TYPE other AS ENUM ('x');
CREATE TYPE mood AS ENUM ('happy', 'sad', 'ok');
CREATE TABLE t (id int PRIMARY KEY, v mood, a mood[]);
CREATE TABLE keyed (id mood PRIMARY KEY, v int);
GRANT SELECT ON t, keyed TO cutover;
