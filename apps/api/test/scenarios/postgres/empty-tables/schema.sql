CREATE TABLE none (id int PRIMARY KEY);
CREATE TABLE one (id int PRIMARY KEY);
CREATE TABLE keyless (a int);
