CREATE PUBLICATION scenario_generated_in_a_column_list FOR TABLE t (id, g), TABLE whole;
