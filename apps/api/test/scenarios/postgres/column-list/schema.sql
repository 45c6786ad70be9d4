CREATE TABLE t (id int PRIMARY KEY, v int, w int);
CREATE TABLE whole (id int PRIMARY KEY, v int);
CREATE TABLE two (id int PRIMARY KEY, v int, w int, x text NOT NULL DEFAULT '');
CREATE TABLE computed (id int PRIMARY KEY, v int, w int, sum int GENERATED ALWAYS AS (v + w) STORED);
CREATE TABLE lacks (id int PRIMARY KEY, v int, w int);
