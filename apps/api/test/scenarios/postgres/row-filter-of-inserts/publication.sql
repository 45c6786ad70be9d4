CREATE PUBLICATION scenario_row_filter_of_inserts FOR TABLE t WHERE (v > 0) WITH (publish = 'insert');
