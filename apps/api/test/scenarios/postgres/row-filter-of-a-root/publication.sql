CREATE PUBLICATION scenario_row_filter_of_a_root FOR TABLE t WHERE (id % 2 = 0) WITH (publish_via_partition_root = true);
