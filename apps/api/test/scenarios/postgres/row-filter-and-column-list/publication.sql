CREATE PUBLICATION scenario_row_filter_and_column_list FOR TABLE "a ""t" ("r", "d") WHERE ("r" > 5);
