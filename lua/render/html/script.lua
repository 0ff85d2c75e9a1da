--- The script of a page: sorting, where a figure is from, the other language.

return [==[
(function () {
  "use strict";
  var words = JSON.parse(document.getElementById("words").textContent);
  var origins = JSON.parse(document.getElementById("origins").textContent);
  var back = {};
  Object.keys(words).forEach(function (en) { back[words[en]] = en; });

  function sortBy(table, column, header) {
    var body = table.tBodies[0];
    var up = header.getAttribute("aria-sort") !== "ascending";
    var rows = Array.from(body.rows).map(function (row, i) {
      var cell = row.cells[column];
      var missing = cell.classList.contains("missing");
      var value = cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent;
      return {row: row, i: i, missing: missing, value: value};
    });
    rows.sort(function (a, b) {
      if (a.missing || b.missing) { return a.missing - b.missing || a.i - b.i; }
      var order = typeof a.value === "number" && typeof b.value === "number" ?
        a.value - b.value : String(a.value).localeCompare(String(b.value));
      return (up ? order : -order) || a.i - b.i;
    });
    table.querySelectorAll("th").forEach(function (th) { th.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.forEach(function (r) { body.appendChild(r.row); });
  }

  document.querySelectorAll("table.sort").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (th, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (th.firstChild) { button.appendChild(th.firstChild); }
      th.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, column, th); });
    });
  });

  var tip = document.getElementById("from");
  var held = null;

  function place(x, y) {
    tip.style.left = Math.max(8, Math.min(x + 12, innerWidth - tip.offsetWidth - 8)) + "px";
    var below = y + 16 + tip.offsetHeight < innerHeight;
    tip.style.top = Math.max(8, below ? y + 16 : y - tip.offsetHeight - 12) + "px";
  }

  function show(source, x, y) {
    if (held && held !== source) { held.classList.remove("on"); }
    held = source;
    source.classList.add("on");
    tip.textContent = source.dataset.from.split(" ").map(function (i) {
      return origins[i];
    }).join("\n");
    tip.hidden = false;
    place(x, y);
  }

  function hide() {
    if (held) { held.classList.remove("on"); }
    held = null;
    tip.hidden = true;
  }

  function sourceOf(target) { return target.closest ? target.closest("[data-from]") : null; }

  document.addEventListener("pointermove", function (e) {
    var source = sourceOf(e.target);
    if (source) { show(source, e.clientX, e.clientY); }
    else if (e.pointerType === "mouse" && held !== document.activeElement) { hide(); }
  });
  document.addEventListener("click", function (e) {
    var source = sourceOf(e.target);
    if (source) { show(source, e.clientX, e.clientY); } else { hide(); }
  });
  document.addEventListener("focusin", function (e) {
    var source = sourceOf(e.target);
    if (!source) { hide(); return; }
    var box = source.getBoundingClientRect();
    show(source, box.left, box.bottom - 16);
  });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") { hide(); } });
  document.addEventListener("scroll", hide, {passive: true});

  function translate(to) {
    var map = to === "zh" ? words : back;
    document.querySelectorAll("[data-en]").forEach(function (e) {
      e.textContent = to === "zh" ? words[e.dataset.en] : e.dataset.en;
    });
    var walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (var node = walk.nextNode(); node; node = walk.nextNode()) {
      var name = node.parentNode.nodeName;
      var other = map[node.data.trim()];
      if (other !== undefined && name !== "SCRIPT" && name !== "STYLE" &&
          !node.parentNode.dataset.en) { node.data = other; }
    }
    document.documentElement.lang = to === "zh" ? "zh-Hans" : "en";
    button.textContent = to === "zh" ? "English" : "中文";
  }

  var button = document.getElementById("language");
  if (Object.keys(words).length > 0) {
    button.hidden = false;
    button.addEventListener("click", function () {
      translate(document.documentElement.lang === "en" ? "zh" : "en");
    });
  }
})();
]==]
