CREATE PUBLICATION scenario_row_outside_the_filter FOR TABLE t WHERE (v > 0), TABLE u WHERE (v > 0);
