CREATE PUBLICATION scenario_column_list FOR TABLE t (id, v), TABLE whole (id, v), TABLE two (id, v),
  TABLE computed (id, v), TABLE lacks (id, v);
