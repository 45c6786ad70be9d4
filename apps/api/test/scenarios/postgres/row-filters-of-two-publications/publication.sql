CREATE PUBLICATION scenario_row_filters_of_two_publications FOR TABLE t WHERE (id < 10);
ALTER PUBLICATION scenarios ADD TABLE t WHERE (id > 90 OR id = 50);
