CREATE TABLE t (id int PRIMARY KEY, v money, a money[]);
CREATE TABLE keyed (id money PRIMARY KEY, v int);
