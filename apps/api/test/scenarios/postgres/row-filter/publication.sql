CREATE PUBLICATION scenario_row_filter FOR TABLE t WHERE (id = 1);
