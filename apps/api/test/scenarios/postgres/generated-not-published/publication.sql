CREATE PUBLICATION scenario_generated_not_published FOR TABLE t (id, a) WITH (publish_generated_columns = stored);
