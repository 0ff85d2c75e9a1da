--- Words of the page itself, and of the columns that bundled analyses add.

return {
  ["Contents"] = "目录",
  ["Counted"] = "计数",
  ["Made with Almanac"] = "由 Almanac 生成",
  ["Method"] = "方法",
  ["Method, counts and sources"] = "方法、计数与来源",
  ["Notes"] = "说明",
  ["Seed"] = "随机种子",
  ["Sources"] = "来源",
  ["Table"] = "表格",
  ["missing"] = "缺失",
  ["where from"] = "数据出处",

  ["%"] = "%",
  ["pp"] = "个百分点",
  ["10k persons"] = "万人",
  ["places"] = "位",
  ["regions"] = "个地区",
  ["years"] = "年",
  ["year"] = "年",
}
