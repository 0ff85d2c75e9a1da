return {name = "beside"}
