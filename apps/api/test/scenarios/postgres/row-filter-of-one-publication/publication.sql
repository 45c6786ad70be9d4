CREATE PUBLICATION scenario_row_filter_of_one_publication FOR TABLE t WHERE (id = 1), TABLE u;
ALTER PUBLICATION scenarios ADD TABLE t;
