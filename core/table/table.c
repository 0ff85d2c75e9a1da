typedef int alm_table_placeholder;
