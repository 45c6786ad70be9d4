CREATE TABLE a (id int2 PRIMARY KEY, v int8);
CREATE TABLE b (id int8 PRIMARY KEY, v int4);
