# cmake -DPROGRAM=almanac -DEMULATOR= -DOUT=almanac.1 -P man.cmake
get_filename_component(folder ${OUT} DIRECTORY)
file(MAKE_DIRECTORY ${folder})
execute_process(COMMAND ${EMULATOR} ${PROGRAM} help man
  OUTPUT_FILE ${OUT} COMMAND_ERROR_IS_FATAL ANY)
