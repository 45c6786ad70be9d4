CREATE PUBLICATION scenario_generated_published FOR TABLE t, p
  WITH (publish_generated_columns = stored, publish_via_partition_root = true);
