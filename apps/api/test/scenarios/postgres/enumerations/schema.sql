CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int PRIMARY KEY, v mood, a mood[]);
CREATE TABLE keyed (id mood PRIMARY KEY, v int);
