CREATE PUBLICATION scenario_row_filter FOR TABLE t WHERE (v > 0 AND w <> 'no; --''"'), TABLE u WHERE (id <= 2);
