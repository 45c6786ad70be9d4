CREATE PUBLICATION scenario_row_filter_and_differences FOR TABLE t WHERE (v > 0), TABLE keyless WHERE (v > 0);
