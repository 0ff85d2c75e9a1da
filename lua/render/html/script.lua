--- The script of a page: sorting, where a figure is from, the other language. The
-- page is whole without it.

return [==[
(function () {
  "use strict";
  var root = document.documentElement;
  function $(id) { return document.getElementById(id); }
  function all(query, inside) { return Array.from((inside || document).querySelectorAll(query)); }
  var words = JSON.parse($("words").textContent), back = {};
  Object.keys(words).forEach(function (en) { back[words[en]] = en; });
  // The lines of origins: what all lines of a list share stands above it, with "…" for
  // the numbers of each.
  var lines = all("#origins li").map(function (li) {
    var own = li.textContent.trim(), file = li.parentNode.dataset.file;
    var shape = file && li.parentNode.previousElementSibling.querySelector("span");
    if (shape) {
      var at = own.lastIndexOf(": "), numbers = own.slice(at + 2).split(", ");
      own = own.slice(0, at + 2) +
        shape.textContent.replace(/…/g, function () { return numbers.shift(); });
    }
    return (file ? file + " line " + li.value + ": " : "") + own;
  });
  var listed = all("#origins li,#origins span").map(function (e) {
    return {e: e, en: e.textContent.trim()};
  }).filter(function (t) { return !t.e.closest("summary"); });
  function chinese() { return root.lang.slice(0, 2) === "zh"; }
  function say(en) { return chinese() && words[en] || en; }

  // A line of origins in the language of the page: its pieces, where they are known.
  function line(text) {
    if (!chinese()) { return text; }
    return text.replace(/[^():;,]+/g, function (piece) {
      var bare = piece.trim();
      var row = /^(\S+) line (\d+)$/.exec(bare);
      if (row) { return row[1] + " 第" + row[2] + "行"; }
      var m = /^(.*?) (-?\d[\d.]*%?|…%?) ?(.*)$/.exec(bare);
      return words[bare] || (m ? say(m[1]) + " " + m[2] + (m[3] ? say(m[3]) : "") : bare);
    }).replace(/\(/g, "（").replace(/\)/g, "）").replace(/: ?/g, "：").replace(/, ?/g, "，")
      .replace(/; ?/g, "；");
  }

  // Sorting: numbers by value, texts by the language, missing values last.
  function keyOf(cell) {
    if (!cell || cell.className === "m") { return null; }
    var text = cell.textContent.trim();
    return text !== "" && !isNaN(text) ? Number(text) : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    return String(a).localeCompare(String(b), root.lang, {numeric: true});
  }

  function sortBy(table, column, header) {
    var up = header.getAttribute("aria-sort") !== "ascending";
    var rows = Array.from(table.tBodies[0].rows).map(function (row, i) {
      return {row: row, i: i, key: keyOf(row.cells[column])};
    });
    rows.sort(function (a, b) {
      if (a.key === null || b.key === null) {
        return (a.key === null) - (b.key === null) || a.i - b.i;
      }
      return (up ? 1 : -1) * compare(a.key, b.key) || a.i - b.i;
    });
    all("th", table).forEach(function (th) { th.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.forEach(function (r) { table.tBodies[0].appendChild(r.row); });
  }

  all("table.sort").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (th, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (th.firstChild) { button.appendChild(th.firstChild); }
      th.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, column, th); });
    });
    // One stop of the Tab key for all rows; arrows go from row to row.
    var first = table.querySelector("tbody tr[data-from]");
    all("tbody tr[data-from]", table).forEach(function (row) {
      row.tabIndex = row === first ? 0 : -1;
      row.setAttribute("aria-describedby", "from");
    });
    table.addEventListener("keydown", function (e) {
      var row = e.target.closest("tbody tr");
      var next = row && {ArrowDown: "nextElementSibling",
        ArrowUp: "previousElementSibling"}[e.key];
      if (!next || !row[next]) { return; }
      e.preventDefault();
      row.tabIndex = -1;
      row[next].tabIndex = 0;
      row[next].focus();
    });
  });

  // Titles of pictures become tooltips of the page, which also show on a tap.
  all("svg").forEach(function (svg) {
    var title = svg.querySelector(":scope>title"), desc = svg.querySelector(":scope>desc");
    svg.setAttribute("aria-label", title.textContent);
    if (desc) { svg.setAttribute("aria-description", desc.textContent); }
    svg.removeAttribute("aria-labelledby");
    title.remove();
    if (desc) { desc.remove(); }
    all("title", svg).forEach(function (e) {
      e.parentNode.setAttribute("data-tip", e.textContent);
      e.remove();
    });
  });
  all("[data-other]:not([data-tip])").forEach(function (e) { e.dataset.tip = ""; });
  var first = root.lang;

  // A tooltip in the language of the page: from its pieces, or as it stands beside it.
  function tipOf(source) {
    var text = source.dataset.tip || "";
    if (root.lang === first) { return text; }
    if ("other" in source.dataset) { return source.dataset.other; }
    var map = chinese() ? words : back;
    function told(piece) { return map[piece] || piece; }
    return text.split("\n").map(function (line) {
      var named = /^(.*?): (.*)$/.exec(line);
      if (!named) { return line.split(", ").map(told).join(", "); }
      var value = /^([-+\d.,\u2009\u2212]*\d%?) (.*)$/.exec(named[2]);
      return told(named[1]) + ": " + (value ? value[1] + " " + told(value[2]) : told(named[2]));
    }).join("\n");
  }

  if ($("how")) { $("how").hidden = false; }
  var tip = $("from"), current = null, timer = 0, quiet = false;
  var MOST = 8; // lines shown until the figure is pressed

  function put(tag, text, parent) {
    var e = document.createElement(tag);
    e.textContent = text;
    return parent.appendChild(e);
  }

  function tell(source, held) {
    tip.textContent = "";
    var close = put("button", "×", tip);
    close.type = "button";
    close.setAttribute("aria-label", say("Close"));
    close.addEventListener("click", hide);
    if (tipOf(source)) { put("p", tipOf(source), tip).className = "tip"; }
    if (!source.dataset.from) { return; }
    var told = source.dataset.from.split(" ").map(function (i) { return lines[i - 1]; });
    var shown = held ? told : told.slice(0, MOST);
    shown.forEach(function (text) { put("p", line(text), tip); });
    if (shown.length < told.length) {
      put("p", "… " + (chinese() ? "另有 " + (told.length - shown.length) + " 行" :
        told.length - shown.length + " more"), tip);
    }
    sources(told);
  }

  // The titles of the sources that these lines name.
  function sources(told) {
    var list = document.createElement("ul"), seen = {};
    told.join(";").split(/[():;,]/).forEach(function (word) {
      var id = word.trim();
      var entry = !seen[id] && $("src-" + id.replace(/[^\w-]|_/g, function (c) {
        return "_" + ("0" + c.charCodeAt(0).toString(16)).slice(-2);
      }));
      seen[id] = true;
      if (!entry) { return; }
      var link = put("a", id, put("li", "", list));
      link.href = "#" + entry.id;
      link.parentNode.append(": " + entry.querySelector("span").textContent);
    });
    if (list.firstChild) { tip.appendChild(list); }
  }

  function place(x, y) {
    tip.style.left = Math.max(8, Math.min(x + 12, root.clientWidth - tip.offsetWidth - 8)) + "px";
    var below = y + 16 + tip.offsetHeight < innerHeight;
    tip.style.top = Math.max(8, below ? y + 16 : y - tip.offsetHeight - 12) + "px";
  }

  function show(source, x, y, held) {
    clearTimeout(timer);
    if (source !== current || held !== tip.classList.contains("held")) {
      hide();
      current = source;
      source.classList.add("on");
      tell(source, held);
      tip.classList.toggle("held", held);
      tip.setAttribute("role", held ? "dialog" : "tooltip");
      tip.hidden = false;
    }
    place(x, y);
  }

  function hide() {
    clearTimeout(timer);
    var back = tip.contains(document.activeElement) ? current : null;
    if (current) { current.classList.remove("on"); }
    current = null;
    tip.hidden = true;
    tip.classList.remove("held");
    if (back) { quiet = true; back.focus(); quiet = false; }
  }

  // Held by the keyboard: its links are next, and Escape goes back to the figure.
  function hold(source) {
    var box = source.getBoundingClientRect();
    show(source, box.left, box.bottom - 12, true);
    tip.querySelector("button").focus();
  }

  function sourceOf(e) {
    var source = e.target.closest ? e.target.closest("[data-from],[data-tip]") : null;
    return source && (source.dataset.from || tipOf(source)) ? source : null;
  }
  function held() { return tip.classList.contains("held"); }

  document.addEventListener("pointermove", function (e) {
    if (e.pointerType !== "mouse" || held()) { return; }
    var source = sourceOf(e);
    clearTimeout(timer);
    if (!source) { if (current !== document.activeElement) { hide(); } return; }
    if (source === current || "tip" in source.dataset) {
      show(source, e.clientX, e.clientY, false);
    }
    else { timer = setTimeout(show, 150, source, e.clientX, e.clientY, false); }
  });
  document.addEventListener("click", function (e) {
    if (tip.contains(e.target)) { if (e.target.closest("a")) { hide(); } return; }
    var source = sourceOf(e);
    if (source && e.detail === 0) { hold(source); }
    else if (source && !(held() && source === current)) {
      show(source, e.clientX, e.clientY, !!source.dataset.from || e.pointerType !== "mouse");
    } else { hide(); }
  });
  document.addEventListener("focusin", function (e) {
    if (tip.contains(e.target) || quiet) { return; }
    var source = e.target.matches(":focus-visible") && sourceOf(e);
    if (!source) { hide(); return; }
    var box = source.getBoundingClientRect();
    show(source, box.left, box.bottom - 12, false);
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape") { hide(); }
    var row = document.activeElement;
    if (e.key === "Enter" && row.tagName === "TR" && row.dataset.from) {
      e.preventDefault(); // or the button that gets the focus is pressed
      hold(row);
    }
  });
  // What has the focus keeps its tooltip when it was scrolled to.
  document.addEventListener("scroll", function () {
    if (held() || !current) { return; }
    if (current !== document.activeElement) { hide(); return; }
    var box = current.getBoundingClientRect();
    place(box.left, box.bottom - 12);
  }, {passive: true, capture: true});

  // The other language: texts that have a pair, and names for readers of screens.
  function nodes() {
    var list = [], walk = document.createTreeWalker(document.documentElement, 4);
    for (var node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.parentNode.closest("script,style,#origins ol,#origins p,#from,#language")) {
        list.push(node);
      }
    }
    return list;
  }
  var texts = null, labels = null;

  function remember() {
    texts = nodes().map(function (node) {
      var bare = node.data.trim();
      return {node: node, around: node.data.split(bare),
        en: node.parentNode.dataset.en || (chinese() ? back[bare] : bare)};
    }).filter(function (t) { return words[t.en] !== undefined; });
    labels = all("[aria-label]").map(function (e) {
      var label = e.getAttribute("aria-label");
      return {e: e, en: chinese() && back[label] || label};
    });
  }

  function rewrite() {
    listed.forEach(function (t) { t.e.textContent = line(t.en); });
    if ($("origins")) { $("origins").lang = root.lang; }
    $("language").textContent = chinese() ? "English" : "中文";
    $("language").lang = chinese() ? "en" : "zh-Hans";
  }

  function translate(to) {
    if (!texts) { remember(); }
    hide();
    root.lang = to;
    texts.forEach(function (t) { t.node.data = t.around.join(say(t.en)); });
    labels.forEach(function (t) { t.e.setAttribute("aria-label", say(t.en)); });
    rewrite();
  }

  if (Object.keys(words).length > 0) {
    $("language").hidden = false;
    rewrite();
    $("language").addEventListener("click", function () {
      translate(chinese() ? "en" : "zh-Hans");
    });
  }

  // On paper nothing is folded away.
  addEventListener("beforeprint", function () {
    all("details:not([open])").forEach(function (e) { e.open = true; e.dataset.shut = ""; });
  });
  addEventListener("afterprint", function () {
    all("details[data-shut]").forEach(function (e) {
      e.open = false;
      e.removeAttribute("data-shut");
    });
  });
})();
]==]
