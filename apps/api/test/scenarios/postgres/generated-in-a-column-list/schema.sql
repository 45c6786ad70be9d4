CREATE TABLE t (id int PRIMARY KEY, a int, b int, g int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE whole (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) STORED);
