CREATE PUBLICATION scenario_row_filter_of_a_partition FOR TABLE t_low WHERE (id = 1), TABLE t_high;
