CREATE TYPE place AS (street text, number int);
CREATE TABLE t (id int PRIMARY KEY, v place, a place[]);
