CREATE TABLE t (id int PRIMARY KEY, i inet, c cidr, m macaddr);
CREATE TABLE keyed (id inet PRIMARY KEY, v uuid);
