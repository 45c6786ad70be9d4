CREATE PUBLICATION scenario_column_list FOR TABLE t (id, v), TABLE whole (id, v);
