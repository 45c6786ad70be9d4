CREATE TABLE t (a int, b text, c date, v int, PRIMARY KEY (a, b, c));
