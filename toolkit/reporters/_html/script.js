"use strict";
// Orders, filters and pages the segments. The page is whole without it, but for segments too many to stand in it: those
// are data in #rest, and are made here, as text nodes only, the way segments.html makes the others.
(() => {
  const list = document.getElementById("blocks");
  if (!list) return;
  const at = (id) => document.getElementById(id);
  const controls = { order: at("order"), flag: at("flag"), article: at("article"), text: at("text") };
  const size = Number(list.dataset.size);
  const total = Number(list.dataset.total);
  const number = (text) => (text === "" ? null : Number(text));
  let rest = at("rest");
  let shared = {};
  let page = 0;

  const items = [...list.children].map((node) => ({
    node,
    anchor: node.id,
    article: Number(node.dataset.article),
    place: Number(node.dataset.place),
    lowest: number(node.dataset.lowest),
    spread: number(node.dataset.spread),
    errors: Number(node.dataset.errors),
    flags: node.dataset.flags.split(" "),
  }));

  // The data are read when they are first needed: a long run's take longer than its first view may.
  function load() {
    if (!rest) return;
    const data = JSON.parse(rest.textContent);
    shared = data;
    for (const [article, place, lowest, spread, errors, flags, ...row] of data.blocks) {
      items.push({ row, anchor: `s-${article}-${place}`, article, place, lowest, spread, errors, flags });
    }
    rest.remove();
    rest = null;
  }

  function make(tag, attributes, ...inner) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inner);
    return node;
  }

  function text(content, language, ...inner) {
    const long = content.length > 3000;
    const scroll = long ? { tabindex: "0" } : {};
    return make("p", { class: long ? "text long" : "text", ...scroll, lang: language, dir: "auto" }, ...inner);
  }

  function version([system, parts, missing, scores, notes]) {
    const { name, baseline } = shared.systems[system];
    const small = baseline ? [" ", make("small", {}, "baseline")] : [];
    const marked = parts.map((part, place) => (place % 2 ? make("mark", {}, part) : part));
    const node = make("div", { class: baseline ? "version baseline" : "version" }, make("h4", {}, name, ...small));
    node.append(text(parts.join(""), shared.target, ...marked));
    for (const note of notes) node.append(make("p", { class: "note" }, note));
    if (scores.length) {
      const line = make("p", { class: "scores" });
      scores.forEach((score, place) => {
        line.append(make("span", {}, `${shared.outputs[place]} `, make("b", {}, score)), " ");
      });
      node.append(line);
    }
    if (missing.length) {
      const words = make("p", { lang: shared.target, dir: "auto" }, missing.join(" · "));
      node.append(make("details", {}, make("summary", {}, "reference words missing here"), words));
    }
    return node;
  }

  function original(title, content, language) {
    return make("div", {}, make("h4", {}, title), text(content, language, content));
  }

  function built(item) {
    if (item.node) return item.node;
    const [name, source, reference, versions] = item.row;
    const originals = make("div", { class: "originals" }, original("source", source, shared.source));
    if (reference) originals.append(original("reference", reference, shared.target));
    item.node = make(
      "article",
      { class: "block", id: item.anchor, tabindex: "-1" },
      make("h3", {}, make("a", { href: `#${item.anchor}` }, name)),
      originals,
      make("div", { class: "versions" }, ...versions.map(version)),
    );
    return item.node;
  }

  // A text that is searched: what stands in the segment, or the data it will be made of.
  function words(item) {
    item.words ??= (item.node ? item.node.textContent : item.row.flat(Infinity).join(" ")).toLowerCase();
    return item.words;
  }

  const byPlace = (a, b) => a.article - b.article || a.place - b.place;
  const last = (value, none) => (value === null ? none : value);
  const orders = {
    place: byPlace,
    lowest: (a, b) => last(a.lowest, Infinity) - last(b.lowest, Infinity) || byPlace(a, b),
    errors: (a, b) => b.errors - a.errors || byPlace(a, b),
    spread: (a, b) => last(b.spread, -1) - last(a.spread, -1) || byPlace(a, b),
  };

  function wanted() {
    const flag = controls.flag?.value ?? "";
    const article = Number(controls.article?.value ?? 0);
    const query = controls.text.value.trim().toLowerCase();
    return items
      .filter((item) => !flag || item.flags.includes(flag))
      .filter((item) => !article || item.article === article)
      .filter((item) => !query || words(item).includes(query))
      .sort(orders[controls.order.value]);
  }

  function show() {
    const found = wanted();
    const count = rest ? total : found.length;
    const pages = Math.max(1, Math.ceil(count / size));
    page = Math.min(page, pages - 1);
    list.replaceChildren(...found.slice(page * size, (page + 1) * size).map(built));
    const of = pages > 1 ? `, page ${page + 1} of ${pages}` : "";
    at("count").textContent = `${count.toLocaleString("en")} segment${count === 1 ? "" : "s"}${of}`;
    at("pager").hidden = pages === 1;
    at("back").disabled = page === 0;
    at("on").disabled = page === pages - 1;
  }

  function turn(step) {
    load();
    page += step;
    show();
    at("segments").scrollIntoView();
  }

  // A link to a segment leads to it on whichever page it stands.
  function follow() {
    const anchor = location.hash.slice(1);
    if (!/^s-\d+-\d+$/.test(anchor)) return;
    if (!items.some((item) => item.anchor === anchor)) load();
    if (!items.some((item) => item.anchor === anchor)) return;
    if (!wanted().some((item) => item.anchor === anchor)) {
      for (const name of ["flag", "article", "text"]) if (controls[name]) controls[name].value = "";
    }
    page = Math.floor(wanted().findIndex((item) => item.anchor === anchor) / size);
    show();
    for (const node of list.querySelectorAll(".target")) node.classList.remove("target");
    const node = at(anchor);
    node.classList.add("target");
    node.scrollIntoView();
    node.focus({ preventScroll: true });
  }

  for (const control of Object.values(controls)) {
    control?.addEventListener("input", () => {
      load();
      page = 0;
      show();
    });
  }
  at("controls").addEventListener("submit", (event) => event.preventDefault());
  at("back").addEventListener("click", () => turn(-1));
  at("on").addEventListener("click", () => turn(1));
  addEventListener("hashchange", follow);
  // Not in a noscript element: that is shown where scripts are off, but not where a server's policy refuses this one.
  at("left")?.remove();
  at("controls").hidden = false;
  show();
  follow();
})();
